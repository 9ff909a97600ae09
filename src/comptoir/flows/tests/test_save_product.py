"""A product written on one page: texts, prices and counts, all or nothing."""

from dataclasses import replace

import pytest

from comptoir.domains.catalogue.errors import ProductChanged, SkuTaken
from comptoir.domains.catalogue.queries import product, product_rows
from comptoir.domains.catalogue.values import ProductDraft, TaxClass, VariantDraft
from comptoir.domains.inventory.errors import BadQuantity
from comptoir.domains.inventory.testing import level
from comptoir.domains.pricing.queries import prices_for
from comptoir.flows.save_product import SkuCount, SkuPrice, save_product
from comptoir.flows.testing import Shop
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, anybody
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)

JAM = ProductDraft(
    titles={"fr": "Confiture"},
    tax_class=TaxClass.REDUCED,
    variants=(VariantDraft(sku="JAM-250"), VariantDraft(sku="JAM-500", active=False)),
)
PRICE = SkuPrice(sku="jam-250", amount=Money(690, "EUR"))
COUNT = SkuCount(sku="JAM-250", place_code="entrepot", quantity=24)


def titles() -> set[str]:
    return {row.titles["fr"] for row in product_rows(actor=OWNER).items}


def save(shop: Shop, **changes: object) -> None:
    asked = {
        "product_id": None,
        "draft": JAM,
        "version": 0,
        "prices": [PRICE],
        "counts": [COUNT],
        "actor": OWNER,
        **changes,
    }
    save_product(market=shop.market, now=NOON, **asked)  # type: ignore[arg-type]  # given by name in each test


def test_a_new_product_is_written_priced_and_counted() -> None:
    shop = laid_shop()
    save(shop)
    [row] = [row for row in product_rows(actor=OWNER).items if row.titles["fr"] == "Confiture"]
    first = product(row.id).variants[0]
    assert prices_for([first.id], market=shop.market)[first.id].amount == Money(690, "EUR")
    assert level(first.id).on_hand == 24


def test_what_one_part_refuses_takes_the_others_back() -> None:
    shop = laid_shop()
    with pytest.raises(BadQuantity):
        save(shop, counts=[replace(COUNT, quantity=-1)])
    assert "Confiture" not in titles()


def test_nobody_is_overwritten_unseen() -> None:
    shop = laid_shop()
    honey = product(shop.honey.id)
    draft = ProductDraft(titles={"fr": "Miel"}, variants=(VariantDraft(id=shop.variant_id, sku=shop.sku),))
    prices = [SkuPrice(sku=shop.sku, amount=Money(1, "EUR"))]
    with pytest.raises(ProductChanged):
        save(shop, product_id=honey.id, draft=draft, version=honey.version + 1, prices=prices, counts=[])
    assert product(honey.id) == honey
    assert prices_for([shop.variant_id], market=shop.market)[shop.variant_id].amount == Money(1290, "EUR")


def test_a_reference_of_another_product_is_refused() -> None:
    shop = laid_shop()
    with pytest.raises(SkuTaken):
        save(shop, draft=replace(JAM, variants=(VariantDraft(sku=shop.sku),)), prices=[], counts=[])
    assert "Confiture" not in titles()


@pytest.mark.parametrize(
    "held", [(), ("catalogue.edit",), ("catalogue.edit", "pricing.edit"), ("pricing.edit", "inventory.adjust")]
)
def test_whoever_may_not_write_all_of_it_writes_nothing(held: tuple[str, ...]) -> None:
    shop = laid_shop()
    with pytest.raises(NotAllowed):
        save_product(
            product_id=None,
            draft=JAM,
            version=0,
            market=shop.market,
            prices=[PRICE],
            counts=[COUNT],
            actor=anybody(*held),
            now=NOON,
        )
    assert "Confiture" not in titles()


def test_texts_alone_need_no_other_right() -> None:
    shop = laid_shop()
    save(shop, prices=[], counts=[], actor=anybody("catalogue.edit"))
    assert "Confiture" in titles()
