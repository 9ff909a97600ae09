"""Products at the desk: written, priced, counted, put on sale, told."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.catalogue.actions import update_product
from comptoir.domains.catalogue.queries import category_tree, product, product_rows
from comptoir.domains.catalogue.values import Product, ProductDraft, ProductStatus, TaxClass, VariantDraft
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.testing import level
from comptoir.domains.inventory.values import Count
from comptoir.domains.pricing.queries import prices_for
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER

NEW = "/back-office/products/new/"


def form(*rows: dict[str, Any], **values: str) -> dict[str, str]:
    """What a browser sends: the texts, and the rows of variants."""
    sent = {
        "title_fr": "Confiture de mirabelle",
        "title_en": "Mirabelle jam",
        "tax_class": "reduced",
        "withdrawal": "perishable",
        **values,
    }
    sent |= {"variants-TOTAL_FORMS": str(len(rows)), "variants-INITIAL_FORMS": values.get("known", "0")}
    for index, row in enumerate(rows):
        sent |= {f"variants-{index}-{name}": str(value) for name, value in {"active": "on", **row}.items()}
    return sent


def newest() -> Product:
    return product(product_rows(actor=OWNER).items[0].id)


def test_a_title_a_price_and_a_count_are_enough(owner: Client) -> None:
    answer = owner.post(NEW, form({"price": "6,90", "stock_entrepot": "24"}))
    made = newest()
    assert answer["Location"] == f"/back-office/products/{made.id}/"
    assert (made.titles["en"], made.status, made.tax_class) == ("Mirabelle jam", ProductStatus.DRAFT, TaxClass.REDUCED)
    [variant] = made.variants
    assert variant.sku == "CONFITURE-DE-MIRABELLE-1"
    assert prices_for([variant.id], market="fr")[variant.id].amount == Money(690, "EUR")
    assert [row.on_hand for row in levels_for([variant.id])[variant.id] if row.place_code == "entrepot"] == [24]
    owner.post(f"/back-office/products/{made.id}/status/", {"status": "active"})
    assert product(made.id).status is ProductStatus.ACTIVE


def test_everything_that_is_wrong_is_told_beside_its_field_and_nothing_is_written(owner: Client) -> None:
    before = len(product_rows(actor=OWNER).items)
    rows = ({"sku": "A", "price": "seize"}, {"sku": "a", "price": "5", "compare_at": "4", "barcode": "123"})
    answer = owner.post(NEW, form(*rows, title_fr=""))
    assert answer.status_code == 422
    for field in ("id_title_fr", "id_variants-0-price", "id_variants-1-compare_at"):
        assert f'id="{field}_error"' in answer.text
    assert 'value="seize"' in answer.text, "what was written is kept"
    answer = owner.post(NEW, form({"sku": "A", "price": "6"}, {"sku": "a", "price": "5", "barcode": "123"}))
    assert answer.status_code == 422
    for field in ("id_variants-0-sku", "id_variants-1-sku", "id_variants-1-barcode"):
        assert f'id="{field}_error"' in answer.text
    assert len(product_rows(actor=OWNER).items) == before


def test_a_changed_price_is_told_with_who_and_from_what(owner: Client, working: Working) -> None:
    honey = product(working.shop.honey.id)
    [variant] = honey.variants
    row = {"id": variant.id, "sku": variant.sku, "price": "13,50", "compare_at": "14.90"}
    sent = form(row, known="1", title_fr="Miel", title_en="Honey", version=str(honey.version), slug_fr=honey.slug)
    assert owner.post(f"/back-office/products/{honey.id}/", sent).status_code == 302
    price = prices_for([variant.id], market="fr")[variant.id]
    assert (price.amount, price.compare_at) == (Money(1350, "EUR"), Money(1490, "EUR"))
    told = owner.get(f"/back-office/products/{honey.id}/history/").text
    assert "€12.90" in told
    assert "€13.50" in told
    assert "Élodie Martin" in told


def test_two_people_do_not_overwrite_each_other(owner: Client, working: Working) -> None:
    honey = product(working.shop.honey.id)
    [variant] = honey.variants
    draft = ProductDraft(titles={"fr": "Miel de sapin"}, variants=(VariantDraft(id=variant.id, sku=variant.sku),))
    update_product(product_id=honey.id, draft=draft, version=honey.version, actor=OWNER, now=NOON)
    row = {"id": variant.id, "sku": variant.sku, "price": "1"}
    sent = form(row, known="1", title_fr="Le mien", version=str(honey.version))
    answer = owner.post(f"/back-office/products/{honey.id}/", sent)
    assert answer.status_code == 422
    assert "Someone else has changed this product" in answer.text
    assert product(honey.id).titles["fr"] == "Miel de sapin"
    assert prices_for([variant.id], market="fr")[variant.id].amount == Money(1290, "EUR")


def test_attributes_and_other_languages_survive_the_editor(owner: Client, working: Working) -> None:
    honey = product(working.shop.honey.id)
    [variant] = honey.variants
    row = {"id": variant.id, "sku": variant.sku, "price": "12,90"}
    sent = form(row, known="1", title_fr="Miel", title_en="Honey", version=str(honey.version), slug_fr=honey.slug)
    assert owner.post(f"/back-office/products/{honey.id}/", sent).status_code == 302
    assert product(honey.id).attributes == honey.attributes


def test_pictures_are_added_and_removed(owner: Client, working: Working) -> None:
    address = f"/back-office/products/{working.shop.honey.id}/pictures/"
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "#d9a441").save(file, "JPEG")
    file.name = "honey.jpg"
    file.seek(0)
    assert owner.post(address, {"picture": file, "alt_fr": "Pot de miel"})["Location"] == address
    [media] = product(working.shop.honey.id).media
    assert media.alts == {"fr": "Pot de miel"}
    text = io.BytesIO(b"no picture")
    text.name = "x.jpg"
    assert owner.post(address, {"picture": text}).status_code == 422
    owner.post(f"{address}{media.id}/remove/")
    assert product(working.shop.honey.id).media == ()


def test_whoever_may_write_texts_but_not_prices_changes_texts_only(working: Working) -> None:
    client = signed_in("marketing@halle.example", roles=("marketing",))
    honey = product(working.shop.honey.id)
    [variant] = honey.variants
    row = {"id": variant.id, "sku": variant.sku, "price": "1", "stock_entrepot": "0"}
    sent = form(row, known="1", title_fr="Miel doré", version=str(honey.version), slug_fr=honey.slug)
    assert client.post(f"/back-office/products/{honey.id}/", sent).status_code == 302
    assert product(honey.id).titles["fr"] == "Miel doré"
    assert prices_for([variant.id], market="fr")[variant.id].amount == Money(1290, "EUR")
    assert [row.on_hand for row in levels_for([variant.id])[variant.id] if row.place_code == "entrepot"] == [10]
    shown = client.get(f"/back-office/products/{honey.id}/").text
    for field in ("price", "compare_at", "stock_entrepot"):
        assert re.search(rf'name="variants-0-{field}"[^>]* disabled', shown), field


@pytest.mark.django_db(transaction=True)
def test_a_page_that_was_open_for_long_brings_no_stock_back(owner: Client, working: Working) -> None:
    honey = product(working.shop.honey.id)
    [variant] = honey.variants
    page = f"/back-office/products/{honey.id}/"
    shown = owner.get(page).text
    assert re.search(r'type="hidden" name="initial-variants-0-stock_entrepot" value="10"', shown)
    row = {"id": variant.id, "sku": variant.sku, "price": "12.90"}
    facts = {"known": "1", "version": str(honey.version), "slug_fr": honey.slug}
    kept = {"initial-variants-0-stock_entrepot": "10"}
    four = Count(variant_id=variant.id, place_code="entrepot", quantity=4)
    record_counts(counts=[four], actor=OWNER, now=NOON)
    # Texts are saved, and the number that nobody touched counts nothing.
    sent = form({**row, "stock_entrepot": "10"}, **facts, title_fr="Miel doré") | kept
    assert owner.post(page, sent).status_code == 302
    assert (level(variant.id).on_hand, product(honey.id).titles["fr"]) == (4, "Miel doré")
    # One that was counted against the old number is counted again.
    facts["version"] = str(product(honey.id).version)
    sent = form({**row, "stock_entrepot": "9"}, **facts, title_fr="Miel") | kept
    refused = owner.post(page, sent)
    assert (refused.status_code, level(variant.id).on_hand) == (422, 4)
    assert "Stock has changed in the meantime: 4 now. Count again." in refused.text
    assert re.search(r'name="initial-variants-0-stock_entrepot" value="4"', refused.text)
    assert product(honey.id).titles["fr"] == "Miel doré"
    assert owner.post(page, sent | {"initial-variants-0-stock_entrepot": "4"}).status_code == 302
    assert (level(variant.id).on_hand, product(honey.id).titles["fr"]) == (9, "Miel")


def test_customers_pages_are_one_click_away(owner: Client, working: Working) -> None:
    honey = working.shop.honey
    assert f"/en/products/{honey.slug_in('en')}" in owner.get(f"/back-office/products/{honey.id}/").text
    owner.post(f"/back-office/products/{honey.id}/status/", {"status": "draft"})
    assert f"/en/products/{honey.slug_in('en')}" not in owner.get(f"/back-office/products/{honey.id}/").text
    assert "/en/info/" in owner.get("/back-office/pages/terms/edit/").text


def test_categories_are_written_and_products_filed_under_them(owner: Client) -> None:
    answer = owner.post(
        "/back-office/products/categories/new/", {"name_fr": "Confitures", "name_en": "Jams", "parent": ""}
    )
    assert answer["Location"] == "/back-office/products/categories/confitures/"
    owner.post(
        "/back-office/products/categories/new/",
        {"name_fr": "Confitures", "name_en": "Organic jams", "parent": "confitures", "slug": "bio"},
    )
    assert set(category_tree().by_code) == {"miels", "confitures", "confitures-2"}
    owner.post(NEW, form({"price": "6"}, categories="confitures"))
    shown = owner.get("/back-office/products/?category=confitures").text
    assert "Mirabelle jam" in shown
    assert "Category: Jams" in shown


def test_a_count_moves_the_ledger(owner: Client, working: Working) -> None:
    address = f"/back-office/stock/{working.shop.variant_id}/"
    shown = owner.get(address).text
    assert 'name="count_entrepot" value="10"' in shown
    assert owner.post(address, {"count_entrepot": "-1", "count_boutique": "0"}).status_code == 422
    sent = {"count_entrepot": "7", "count_boutique": "0", "because": "Casse"}
    assert owner.post(address, sent)["Location"] == address
    shown = owner.get(address).text
    assert "−3" in shown
    assert "Casse" in shown
    low = owner.get("/back-office/stock/?view=low").text
    assert working.shop.sku in low, "five can still be sold"
    assert "No item matches" in owner.get("/back-office/stock/?view=out").text
    searched = owner.get("/back-office/stock/?view=out&q=miel").text
    assert working.shop.sku in searched, "a search looks through everything"


def test_an_address_is_written_in_each_language(owner: Client) -> None:
    owner.post(NEW, form({"sku": "MIR-1", "price": "6"}, slug_en="golden-plum-jam"))
    made = newest()
    assert (made.slug, made.slugs) == ("confiture-de-mirabelle", {"en": "golden-plum-jam"})
    page = f"/back-office/products/{made.id}/"
    shown = owner.get(page).text
    for code, slug in (("fr", made.slug), ("en", "golden-plum-jam")):
        assert re.search(rf'name="slug_{code}" value="{slug}"', shown), code
    [variant] = made.variants
    row = {"id": variant.id, "sku": variant.sku, "price": "6"}
    facts = {"known": "1", "version": str(made.version), "slug_fr": made.slug, "slug_en": "mirabelle-jam"}
    assert owner.post(page, form(row, **facts)).status_code == 302
    assert product(made.id).slugs == {"en": "mirabelle-jam"}
    trail = owner.get(f"{page}history/").text
    assert "en: golden-plum-jam" in trail
    assert "en: mirabelle-jam" in trail


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_taken_is_told_beside_its_language(owner: Client, working: Working) -> None:
    taken = product(working.shop.honey.id).slug_in("en")
    answer = owner.post(NEW, form({"price": "6"}, slug_en=taken))
    assert answer.status_code == 422
    assert 'id="id_slug_en_error"' in answer.text
    assert 'id="id_slug_fr_error"' not in answer.text
    answer = owner.post(NEW, form({"price": "6"}, slug_fr=taken))
    assert 'id="id_slug_fr_error"' in answer.text


@pytest.mark.django_db(transaction=True)
def test_so_is_that_of_a_category(owner: Client) -> None:
    jams = {"name_fr": "Confitures", "name_en": "Jams", "parent": "", "slug_en": "our-jams"}
    owner.post("/back-office/products/categories/new/", jams)
    made = category_tree().by_code["confitures"]
    assert (made.slug, made.slugs) == ("confitures", {"en": "our-jams"})
    shown = owner.get("/back-office/products/categories/confitures/").text
    assert 'name="slug_en" value="our-jams"' in shown
    answer = owner.post("/back-office/products/categories/new/", jams)
    assert answer.status_code == 422
    assert 'id="id_slug_en_error"' in answer.text


def test_a_language_without_an_address_shows_none_and_gets_one(owner: Client) -> None:
    owner.post(NEW, form({"sku": "MIR-1", "price": "6"}, title_en=""))
    made = newest()
    page = f"/back-office/products/{made.id}/"
    assert made.slugs == {}
    assert not re.search(r'name="slug_en" value=', owner.get(page).text)
    [variant] = made.variants
    row = {"id": variant.id, "sku": variant.sku, "price": "6"}
    owner.post(page, form(row, known="1", version=str(made.version), slug_fr=made.slug))
    assert product(made.id).slugs == {"en": "mirabelle-jam"}
