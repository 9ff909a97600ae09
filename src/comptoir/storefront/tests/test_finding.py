"""What search engines and those who share links are told."""

import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from comptoir.domains.catalogue.actions import save_category
from comptoir.domains.catalogue.values import CategoryDraft
from comptoir.domains.content.actions import save_redirects
from comptoir.domains.content.values import Redirect
from comptoir.domains.search.queries import offered_slugs, offered_starts
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.assemble.finding import all_sitemaps
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "http://localhost:8000"


def xml(client: Client, path: str) -> ET.Element:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"].startswith("application/xml")
    return ET.fromstring(b"".join(answer.streaming_content))  # type: ignore[attr-defined]  # a stream


def locations(root: ET.Element) -> list[str]:
    return [str(one.text) for one in root.iter(f"{SPACE}loc")]


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def structured(html: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(block) for block in blocks]


def test_robots_are_shown_the_way_and_kept_from_what_is_personal(client: Client, selling: Selling) -> None:
    said = client.get("/robots.txt").text
    assert "Sitemap: " in said
    for path in ("/back-office/", "/api/", "/fr/panier", "/en/basket", "/fr/suivi", "/fr/recherche", "/*/fr/commande"):
        assert f"Disallow: {path}\n" in said
    assert "Disallow: /fr/produits" not in said


def test_every_address_of_every_sitemap_is_a_page(client: Client, selling: Selling) -> None:
    files = locations(xml(client, "/sitemap.xml"))
    listed = [path_of(address) for file in files for address in locations(xml(client, path_of(file)))]
    assert len(set(listed)) == len(listed)
    assert {"/fr/", "/en/", "/fr/produits/confiture-d-abricots", "/en/products/apricot-jam"} <= set(listed)
    for path in listed:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert f'<link rel="canonical" href="{BASE}{path}">' in unescape(answer.text), path
        assert 'content="noindex"' not in answer.text, path


def test_goods_carry_the_day_of_their_last_change(client: Client, selling: Selling) -> None:
    root = xml(client, "/sitemaps/fr/fr/products-first.xml")
    assert {len(one.findall(f"{SPACE}lastmod")) for one in root} == {1}


def test_files_hold_so_many_addresses_and_together_all_once(selling: Selling) -> None:
    market = selling.shop.market
    everything = offered_slugs(market=market, language="fr")
    for size in (1, 2, 3, len(everything), 100):
        found = []
        for start in offered_starts(market=market, language="fr", size=size):
            part = offered_slugs(market=market, language="fr", after=start, limit=size)
            assert 0 < len(part) <= size
            found += part
        assert found == everything
    assert len(list(all_sitemaps(size=1))) == 2 + 2 * len(everything)


@pytest.mark.parametrize(
    "path", ["/sitemaps/xx/fr/pages.xml", "/sitemaps/fr/de/pages.xml", "/sitemaps/fr/fr/products-x.xml"]
)
def test_no_other_file_is_there(client: Client, selling: Selling, path: str) -> None:
    assert client.get(path).status_code == 404


def test_languages_point_at_each_other_and_at_the_one_for_all_others(client: Client, selling: Selling) -> None:
    for path in ("/fr/rayons/epicerie", "/en/categories/pantry"):
        shown = client.get(path).text
        for code, other in (
            ("fr", "/fr/rayons/epicerie"),
            ("en", "/en/categories/pantry"),
            ("x-default", "/fr/rayons/epicerie"),
        ):
            assert f'<link rel="alternate" hreflang="{code}" href="{BASE}{other}">' in shown


def test_a_product_tells_what_it_is_what_it_costs_and_where_it_lies(client: Client, selling: Selling) -> None:
    product, trail = structured(client.get("/fr/produits/confiture-d-abricots").text)
    assert product["@type"] == "Product"
    assert {offer["priceCurrency"] for offer in product["offers"]} == {"EUR"}
    assert trail["@type"] == "BreadcrumbList"
    names = [one["name"] for one in trail["itemListElement"]]
    assert names == ["Accueil", "Épicerie", "Confitures", "Confiture d’abricots"]
    assert trail["itemListElement"][-1]["item"] == f"{BASE}/fr/produits/confiture-d-abricots"


def test_the_front_tells_who_the_shop_is(client: Client, selling: Selling) -> None:
    [front] = structured(client.get("/en/").text)
    house, site = front["@graph"]
    assert (house["@type"], site["@type"]) == ("Organization", "WebSite")
    assert house["url"] == f"{BASE}/en/"
    assert site["potentialAction"]["target"] == f"{BASE}/en/search?q={{search_term_string}}"


PAGES = (
    "/fr/",
    "/fr/produits",
    "/fr/produits/confiture-d-abricots",
    "/fr/rayons/epicerie",
    "/fr/infos/mentions-legales",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_link_has_a_card_in_the_shops_look(
    client: Client, selling: Selling, path: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    shown = client.get(path).text
    address = re.search(r'<meta property="og:image" content="([^"]+)">', shown)
    assert address is not None
    answer = client.get(path_of(address[1]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer["Cache-Control"]
    with Image.open(BytesIO(answer.content)) as card:
        assert card.size == (1200, 630)
    assert len(answer.content) < 300_000
    assert client.get(path_of(address[1])).content == answer.content


def test_a_card_under_a_former_address_leads_to_the_present_one(client: Client, selling: Selling) -> None:
    answer = client.get("/fr/cartes/product/confiture-d-abricots-0123456789abcdef.jpg")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/fr/cartes/product/confiture-d-abricots-")
    for path in ("/fr/cartes/product/nothing-0.jpg", "/fr/cartes/castle/x-0.jpg"):
        assert client.get(path).status_code == 404


def test_a_category_that_moves_leaves_its_way_behind(client: Client, selling: Selling) -> None:
    draft = CategoryDraft(code="pantry", names={"fr": "Épicerie fine", "en": "Fine foods"}, slug="epicerie-fine")
    save_category(draft=draft, actor=OWNER, now=NOON)
    moved = client.get("/fr/rayons/epicerie?sort=price")
    assert (moved.status_code, moved["Location"]) == (301, "/fr/rayons/epicerie-fine?sort=price")
    save_category(draft=CategoryDraft(code="new", names={"fr": "Épicerie"}), actor=OWNER, now=NOON)
    assert client.get("/fr/rayons/epicerie").status_code == 200
    assert client.get("/fr/rayons/epicerie-fine").status_code == 200


def test_the_merchants_redirects_lead_on_where_there_is_nothing(client: Client, selling: Selling) -> None:
    wanted = [
        Redirect(path="/ancien/miel.html", target="/fr/produits"),
        Redirect(path="/fr/produits/disparu", target="https://other.example/"),
        Redirect(path="/fr/produits", target="/en/products"),
        Redirect(path="/é", target="/fr/"),
    ]
    save_redirects(redirects=wanted, actor=OWNER, now=NOON)
    for path, target in (
        ("/ancien/miel.html", "/fr/produits"),
        ("/ancien/miel.html/", "/fr/produits"),
        ("/ancien/miel.html?utm_source=x", "/fr/produits?utm_source=x"),
        ("/fr/produits/disparu", "https://other.example/"),
        ("/%C3%A9", "/fr/"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, target), path
    assert client.get("/fr/produits").status_code == 200
    assert client.post("/ancien/miel.html").status_code == 404
