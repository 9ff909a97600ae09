"""Each language has addresses in its own words, and every other address of a page leads there."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from comptoir.domains.catalogue.actions import save_category, update_product
from comptoir.domains.catalogue.queries import product
from comptoir.domains.catalogue.values import CategoryDraft
from comptoir.domains.search.actions import refresh_cards
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.tests.selling import Selling, jam_draft

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
BASE = "http://localhost:8000"
FR, EN = "/fr/produits/confiture-d-abricots", "/en/products/apricot-jam"


def alternates(html: str) -> dict[str, str]:
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
    return {code: address.removeprefix(BASE) for code, address in found}


def linked(html: str) -> set[str]:
    """Where the page leads, without what is chosen there."""
    return {address.partition("?")[0].partition("#")[0] for address in re.findall(r'(?:href|action)="([^"]*)"', html)}


def renamed(selling: Selling, **addresses: str) -> None:
    """Give the jam other addresses, and tell whoever listens."""
    known = product(selling.jam.id)
    draft = replace(jam_draft(), slug="", slugs=addresses)
    update_product(product_id=known.id, draft=draft, version=known.version, actor=OWNER, now=NOON)
    refresh_cards(product_ids=[known.id], actor=OWNER, now=NOON)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/en/products/confiture-d-abricots", EN),
        ("/fr/produits/apricot-jam", FR),
        ("/en/products/confiture-d-abricots?variant=JAM-900", f"{EN}?variant=JAM-900"),
        ("/en/products/confiture-d-abricots/reviews", f"{EN}/reviews"),
        ("/fr/produits/apricot-jam/avis", f"{FR}/avis"),
        ("/en/categories/epicerie?sort=price", "/en/categories/pantry?sort=price"),
        ("/fr/rayons/jams", "/fr/rayons/confitures"),
    ],
)
def test_the_address_of_another_language_leads_to_the_one_here(
    client: Client, selling: Selling, asked: str, there: str
) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (301, there, "no-cache")
    assert client.get(there).status_code == 200


@pytest.mark.parametrize(
    ("fr", "en"), [(FR, EN), (f"{FR}/avis", f"{EN}/reviews"), ("/fr/rayons/confitures", "/en/categories/jams")]
)
def test_languages_point_at_each_other_by_their_own_addresses(
    client: Client, selling: Selling, fr: str, en: str
) -> None:
    for path in (fr, en):
        html = client.get(path).text
        switch = dict(re.findall(r'href="([^"]+)" hreflang="(\w+)"', html))
        assert switch[fr if path == en else en] == ("fr" if path == en else "en")
        if not path.endswith(("/avis", "/reviews")):  # without a review it is no page for search engines
            assert alternates(html) == {"fr": fr, "en": en, "x-default": fr}
            assert f'<link rel="canonical" href="{BASE}{path}">' in html


@pytest.mark.parametrize(
    "path", ["/en/", "/en/products", "/en/categories", "/en/categories/pantry", EN, "/en/search?q=jam"]
)
def test_an_english_page_leads_to_english_addresses(client: Client, selling: Selling, path: str) -> None:
    """But for the switch of languages, no page of a language knows the addresses of another."""
    leads = linked(client.get(path).text)
    for french in ("confiture-d-abricots", "bol-en-gres", "epicerie", "confitures"):
        assert not [address for address in leads if address.startswith("/en/") and french in address]
    assert leads & {EN, "/en/categories/pantry", "/en/categories/jams"}


def test_structured_data_and_the_shared_card_are_of_the_language(client: Client, selling: Selling) -> None:
    html = client.get(EN).text
    assert f'"url":"{BASE}{EN}?variant=' in html.replace('": "', '":"')
    assert re.search(r'property="og:image" content="[^"]*/en/share/product/apricot-jam-', html)
    assert re.search(
        r'property="og:image" content="[^"]*/en/share/category/jams-', client.get("/en/categories/jams").text
    )


def test_each_language_has_its_own_sitemap(client: Client, selling: Selling) -> None:
    files = ("products-first.xml", "pages.xml")
    said = {
        code: "".join(client.get(f"/sitemaps/fr/{code}/{file}").getvalue().decode() for file in files)
        for code in ("fr", "en")
    }
    for path in (FR, "/fr/rayons/epicerie"):
        assert f"<loc>{BASE}{path}</loc>" in said["fr"]
    for path in (EN, "/en/categories/pantry"):
        assert f"<loc>{BASE}{path}</loc>" in said["en"]
    assert "confiture-d-abricots" not in said["en"]
    assert "apricot-jam" not in said["fr"]


def test_what_was_seen_is_remembered_as_one_product_in_each_language(client: Client, selling: Selling) -> None:
    for path in (FR, EN):
        assert f'data-seen-as="{selling.jam.id}"' in client.get(path).text
    html = client.get(f"/en/seen?p={selling.jam.id}&p={selling.bowl.id}&p={selling.jam.id}").text
    assert re.findall(r'class="card-name"><a href="([^"]+)"', html) == [EN, "/en/products/stoneware-bowl"]


def test_a_basket_and_a_wish_list_lead_to_the_language_they_are_read_in(client: Client, selling: Selling) -> None:
    client.post("/fr/panier", {"sku": "JAM-900", "quantity": "1"})
    client.post("/fr/envies", {"sku": "JAM-900"})
    for path, there in (("/fr/panier", FR), ("/en/basket", EN), ("/fr/envies", FR), ("/en/wish-list", EN)):
        assert there in linked(client.get(path).text), path


def test_a_changed_address_is_on_page_and_list_and_the_former_ones_lead_there(client: Client, selling: Selling) -> None:
    renamed(selling, en="drome-apricot-jam")
    new = "/en/products/drome-apricot-jam"
    for former in (EN, "/en/products/confiture-d-abricots"):
        assert client.get(former)["Location"] == new
    assert new in linked(client.get("/en/categories/jams").text)
    assert client.get(FR).status_code == 200, "the other language stays where it was"
    assert alternates(client.get(new).text) == {"fr": FR, "en": new, "x-default": FR}
    renamed(selling, en="apricot-jam")
    assert client.get(new)["Location"] == EN


def test_a_category_moves_in_one_language(client: Client, selling: Selling) -> None:
    draft = CategoryDraft(code="jams", names={"fr": "Confitures", "en": "Jams"}, parent="pantry")
    save_category(draft=replace(draft, slugs={"en": "jams-and-jellies"}), actor=OWNER, now=NOON)
    for former in ("jams", "confitures"):
        assert client.get(f"/en/categories/{former}")["Location"] == "/en/categories/jams-and-jellies"
    assert client.get("/fr/rayons/confitures").status_code == 200
