import time
from dataclasses import replace
from itertools import islice

from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.content.checks import check_catalogue
from comptoir.operations.demo.content.generated import generate_products, generated_makers


def test_the_same_seed_gives_the_same_products_and_another_does_not() -> None:
    assert list(generate_products(300, 7)) == list(generate_products(300, 7))
    assert list(generate_products(300, 7)) != list(generate_products(300, 8))
    assert list(generate_products(300, 7)) == list(generate_products(900, 7))[:300], "more is only longer"


def test_generated_goods_pass_the_checks_of_the_real_ones_beside_them() -> None:
    real = load_catalogue()
    made = tuple(generate_products(3_000, 3))
    check_catalogue(replace(real, makers=real.makers + generated_makers(), products=real.products + made))


def test_all_are_told_apart() -> None:
    codes: set[str] = set()
    skus: set[str] = set()
    barcodes: set[str] = set()
    titles: set[str] = set()
    count = 60_000
    for product in generate_products(count, 11):
        codes.add(product.code)
        titles.update((product.title.fr, product.title.en))
        skus.update(variant.sku for variant in product.variants)
        barcodes.update(variant.barcode for variant in product.variants)
    assert len(codes) == count
    assert len(titles) == count * 2
    assert len(skus) == len(barcodes) > count


def test_a_few_pictures_dress_them_all() -> None:
    keys = {variant.picture.key for product in generate_products(20_000, 1) for variant in product.variants}
    assert 100 <= len(keys) <= 250


def test_it_streams() -> None:
    assert len(list(islice(generate_products(10**9, 1), 5))) == 5


def test_five_thousand_a_second() -> None:
    list(generate_products(1_000, 1))
    taken = []
    for seed in range(3):
        # Time of this process, not of the clock on the wall, and the best of three: the machine may be busy.
        began = time.process_time()
        for _ in generate_products(3_000, seed):
            pass
        taken.append(time.process_time() - began)
    assert min(taken) < 0.6


def test_what_contains_honey_is_not_vegan() -> None:
    for product in generate_products(10_000, 2):
        facets = dict(product.facets)
        if "miel" in product.title.fr.lower():
            assert "vegan" not in facets.get("diet", ()), product.title.fr
        if "gluten" in product.allergens:
            assert "gluten-free" not in facets.get("diet", ()), product.title.fr
