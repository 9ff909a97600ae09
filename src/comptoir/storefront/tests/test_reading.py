"""Pages for reading, through Django's client on a real database."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from comptoir.domains.catalogue.actions import update_product
from comptoir.domains.catalogue.testing import archive, honey, soap
from comptoir.domains.content.actions import publish_page
from comptoir.domains.content.queries import page, terms_version
from comptoir.domains.content.values import PageDraft
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.markets.actions import save_legal_entity, save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.testing import ENTITY
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.flows.testing import sell
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble import listing
from comptoir.storefront.respond import SharedResponse
from comptoir.storefront.tests.buying import put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
JAM = "/fr/produits/confiture-d-abricots"


def test_the_product_page_tells_price_stock_date_and_origin(client: Client, selling: Selling):
    html = shown(client.get(JAM))
    assert "<title>Confiture d’abricots – La Halle aux saveurs</title>" in html
    for said in (
        "6,90\u00a0€",
        "31,36\u00a0€/kg",
        "En stock",
        "Chez vous mercredi 25 novembre au plus tard",
        "À domicile\u00a0: 4,90\u00a0€",
        "À la boutique",
        "TVA comprise, livraison en sus",
        "Drôme",
        "Famille Brunet",
        "récolté en juillet",
    ):
        assert said in html, said
    assert html.count('type="radio" name="sku"') == 3
    assert '"availability":"https://schema.org/InStock"' in html
    assert f'<link rel="canonical" href="http://localhost:8000{JAM}">' in html


def test_who_charges_no_vat_says_so_beside_the_price(client: Client, selling: Selling):
    save_legal_entity(entity=replace(ENTITY, vat_number=""), actor=OWNER, now=NOON)
    html = shown(client.get(JAM))
    assert "Sans TVA, livraison en sus" in html
    assert "TVA comprise" not in html


def test_the_product_page_in_english(client: Client, selling: Selling):
    html = shown(client.get("/en/products/apricot-jam"))
    for said in (
        "Apricot jam",
        "€6.90",
        "In stock",
        "With you by Wednesday, 25 November",
        "An amber honey",
    ):
        assert said in html, said


def test_a_variant_can_be_asked_for(client: Client, selling: Selling):
    html = shown(client.get(f"{JAM}?variant=JAM-900"))
    assert 'value="JAM-900" checked' in html
    assert "7,67\u00a0€/kg" in html
    assert 'hreflang="en" href="http://localhost:8000/en/products/apricot-jam?variant=JAM-900"' in html
    assert 'value="JAM-220" checked' in shown(client.get(f"{JAM}?variant=NOPE"))


def test_what_leaves_no_choice_is_told_and_not_asked(client: Client, selling: Selling):
    draft = soap()
    only = sell(market="fr", price=Money(600, "EUR"), stock=5, draft=replace(draft, variants=draft.variants[:1]))
    html = shown(client.get(f"/fr/produits/{only.slug}"))
    assert '<p class="axis-title" id="axis-1">Taille <span class="axis-chosen">100 g</span></p></div>' in html
    assert f'<input type="hidden" name="sku" value="{only.variants[0].sku}">' in html


def test_of_two_options_the_first_leads_to_the_closest_variant(client: Client, selling: Selling):
    html = shown(client.get("/fr/produits/bol-en-gres?variant=BOWL-2"))
    assert 'href="/fr/produits/bol-en-gres?variant=BOWL-4"' in html  # sand, large
    assert 'value="BOWL-1"' in html
    assert 'value="BOWL-3"' not in html
    assert "Presque épuisé" in html


def test_what_is_sold_out_is_promised_to_nobody(client: Client, selling: Selling):
    for variant in selling.bowl.variants[:2]:
        make_stock(0, variant_id=variant.id)
    html = shown(client.get("/fr/produits/bol-en-gres"))
    assert 'value="BOWL-3" checked' in html  # the first that can be had
    html = shown(client.get("/fr/produits/bol-en-gres?variant=BOWL-1"))
    assert "Épuisé pour le moment" in html
    assert "data-buyable hidden" in html
    assert 'Bleu de lin<span class="visually-hidden"> (épuisé)</span>' in html


def test_a_former_price_is_struck_through(client: Client, selling: Selling):
    price = NewPrice(variant_id=selling.honey.variants[0].id, amount=Money(990, "EUR"), compare_at=Money(1290, "EUR"))
    set_prices(prices=[price], market="fr", actor=OWNER, now=NOON)
    html = shown(client.get(f"/fr/produits/{selling.honey.slug}"))
    assert "tag-sale" in html
    assert '<s class="was" data-show="was">12,90\u00a0€</s>' in html


def test_a_former_address_leads_to_the_product(client: Client, selling: Selling):
    known = selling.honey
    draft = replace(honey(sku=selling.shop.sku), slug="miel-neuf")
    update_product(product_id=known.id, draft=draft, version=known.version, actor=OWNER, now=NOON)
    moved = client.get(f"/fr/produits/{known.slug}?variant={selling.shop.sku}")
    assert (moved.status_code, moved["Location"]) == (301, f"/fr/produits/miel-neuf?variant={selling.shop.sku}")


@pytest.mark.parametrize(
    "path",
    ["/fr/produits/nulle-part", "/fr/rayons/nulle-part", "/fr/infos/nulle-part", "/fr/nulle-part", "/fr/produits/a/b"],
)
def test_what_is_not_there_is_told_in_the_shops_own_words(client: Client, selling: Selling, path: str):
    html = shown(client.get(path), 404)
    assert "Cette page n’existe pas ou n’existe plus" in html
    assert "Confitures" in html
    assert 'content="noindex"' in html


def test_also_in_english_and_where_no_language_is_named(client: Client, selling: Selling):
    assert "This page does not exist" in shown(client.get("/en/nowhere"), 404)
    assert "This page does not exist" in shown(client.get("/nowhere", headers={"Accept-Language": "en-GB"}), 404)
    assert "Cette page" in shown(client.get("/nowhere", headers={"Accept-Language": "de"}), 404)


def test_what_is_off_sale_is_gone(client: Client, selling: Selling):
    archive(selling.jam.id)
    assert client.get(JAM).status_code == 404


def test_a_category_lists_what_lies_below_it(client: Client, selling: Selling):
    html = shown(client.get("/fr/rayons/epicerie"))
    assert "Confiture d’abricots" in html
    assert "Bol en grès" not in html
    assert "1 produit" in html
    assert "Tout ce qui se garde." in html
    assert 'href="/fr/rayons/confitures"' in html
    assert 'href="/fr/rayons/epicerie" aria-current="page"' in html


def test_an_empty_category_says_so(client: Client, selling: Selling):
    archive(selling.bowl.id)
    assert "0 produit" not in shown(client.get("/fr/rayons/table"))


def test_goods_are_sorted_and_the_pages_turned(client: Client, selling: Selling, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    seen = []
    path = "/fr/produits?sort=price"
    while path:
        html = shown(client.get(path))
        seen.append(html.split('class="card-name"><a href="/fr/produits/')[1].partition('"')[0])
        following = html.split('rel="next" href="')
        path = following[1].partition('"')[0] if len(following) > 1 else ""
    assert seen == ["confiture-d-abricots", selling.honey.slug, "bol-en-gres"]
    assert 'rel="prev" href="/fr/produits?sort=price"' in html


@pytest.mark.parametrize("path", ["/fr/produits", "/fr/rayons/epicerie", "/fr/recherche?q=miel&"])
@pytest.mark.parametrize("cursor", ["x", "!!!", "bnVsbA", "W10", "é"])
def test_a_cursor_of_somewhere_else_is_refused(client: Client, selling: Selling, path: str, cursor: str):
    address = f"{path}{'' if '?' in path else '?'}cursor={cursor}"
    assert "Nous n’avons pas compris cette demande" in shown(client.get(address), 422)


def test_an_unknown_order_is_the_usual_one(client: Client, selling: Selling):
    assert '<option value="" selected>Notre sélection' in shown(client.get("/fr/produits?sort=upside-down"))


def test_a_search_finds_or_helps(client: Client, selling: Selling):
    html = shown(client.get("/fr/recherche?q=confiture"))
    assert "Résultats pour «\u00a0confiture\u00a0»" in html
    assert "Confiture d’abricots" in html
    assert 'value="confiture"' in html
    html = shown(client.get("/fr/recherche?q=hippopotame"))
    assert "Rien pour «\u00a0hippopotame\u00a0»" in html
    assert "Nous n’avons rien à ce nom." in html
    assert "Confitures" not in html.split("<main")[1].split("chips")[0]
    assert "Que cherchez-vous" in shown(client.get("/fr/recherche"))
    assert client.get("/fr/recherche", {"q": "x" * 5000}).status_code == 200
    assert "<script>alert" not in client.get("/fr/recherche", {"q": "<script>alert(1)"}).content.decode()


def test_the_front_speaks_the_merchants_words(client: Client, selling: Selling):
    html = shown(client.get("/fr/"))
    for said in ("Le goût d’ici", "Quarante producteurs, un seul panier.", "La maison", "Depuis 1987.", "Épicerie"):
        assert said in html, said
    assert "RCS Lyon 732 829 320" in html
    assert "au capital de 10\u202f000\u00a0€" in html
    assert "tel:+33478000000" in html


def test_every_category_on_one_page(client: Client, selling: Selling):
    html = shown(client.get("/fr/rayons"))
    assert html.index("Épicerie") < html.index("Confitures") < html.index("Table")


def test_terms_are_shown_as_they_are_and_as_they_were(client: Client, selling: Selling):
    known = page("terms")
    draft = PageDraft(titles=known.titles, bodies={"fr": "<h2>Neuf</h2><p>Autre.</p>", "en": "<p>Other.</p>"})
    publish_page(key="terms", draft=draft, based_on=known.number, actor=OWNER, now=NOON)
    path = Addresses("fr").page(known.slugs["fr"])
    html = shown(client.get(path))
    assert "Autre." in html
    assert f"Version {terms_version()}, en vigueur depuis le 23 novembre 2026" in html
    assert '<h2 id="neuf-1">' in html
    former = shown(client.get(f"{path}?version=1"))
    assert "Cette version n’est plus en vigueur" in former
    assert "Autre." not in former
    assert 'content="noindex"' in former
    for wrong in ("9", "x", "-1", "9" * 30):
        assert client.get(f"{path}?version={wrong}").status_code == 404


def test_a_pages_former_address_leads_to_it(client: Client, selling: Selling):
    known = page("terms")
    draft = PageDraft(titles=known.titles, bodies=known.bodies, slugs={**known.slugs, "fr": "cgv"})
    publish_page(key="terms", draft=draft, based_on=known.number, actor=OWNER, now=NOON)
    moved = client.get(Addresses("fr").page(known.slugs["fr"]))
    assert (moved.status_code, moved["Location"]) == (301, "/fr/infos/cgv")


@pytest.mark.parametrize(
    ("header", "path"), [("en-GB,en;q=0.9,fr;q=0.8", "/en/"), ("fr-CA", "/fr/"), ("de", "/fr/"), ("", "/fr/")]
)
def test_the_root_leads_to_the_best_language(client: Client, selling: Selling, header: str, path: str):
    answer = client.get("/", headers={"Accept-Language": header})
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert "Accept-Language" in answer["Vary"]
    assert client.get(path.rstrip("/"))["Location"] == path


def test_a_second_market_has_addresses_of_its_own(client: Client, selling: Selling):
    second = replace(market("fr"), code="be", name="Belgique", countries=("BE",), languages=("fr",), order_prefix="BE")
    save_market(market=second, actor=OWNER, now=NOON)
    assert client.get("/be/fr/").status_code == 200
    assert "Confiture d’abricots" not in shown(client.get("/be/fr/produits"))
    assert client.get("/be/fr/produits/confiture-d-abricots").status_code == 404
    assert 'href="/be/fr/panier"' in client.get("/be/fr/").content.decode()
    for path in ("/be/en/", "/xx/fr/", "/fr/fr/", "/be/"):
        assert client.get(path).status_code == 404
    save_market(market=replace(second, active=False), actor=OWNER, now=NOON)
    assert client.get("/be/fr/").status_code == 404


SHARED = ["/fr/", "/en/", JAM, "/fr/produits", "/fr/rayons", "/fr/rayons/epicerie", "/fr/infos/mentions-legales"]


@pytest.mark.parametrize("path", SHARED)
def test_a_shared_page_is_the_same_for_everybody(selling: Selling, path: str):
    answers = []
    for headers in (
        {},
        {"Accept-Language": "en", "User-Agent": "x"},
        {"Cookie": "comptoir_staff=abcdefgh12345678; other=2"},
    ):
        answer = Client().get(path, headers=headers)
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert not answer.cookies
        answers.append(answer.content)
    assert len(set(answers)) == 1


def test_a_shared_page_says_what_it_is_made_of(client: Client, selling: Selling):
    answer = client.get(JAM)
    assert isinstance(answer, SharedResponse)
    assert f"product/{selling.jam.id}" in answer.surrogate_keys
    listed = client.get("/fr/rayons/table")
    assert isinstance(listed, SharedResponse)
    assert not any(" " in key for key in listed.surrogate_keys)


def test_a_basket_is_joined_to_a_shared_page_and_makes_it_private(client: Client, selling: Selling):
    before = client.get(JAM)
    put_in(client)
    after = client.get(JAM)
    assert isinstance(after, SharedResponse)
    assert '<span class="basket-count">2<' in after.content.decode()
    assert after["Cache-Control"] == "private, no-store"
    assert after.shared_content == before.content


def test_reading_takes_no_forms(client: Client, selling: Selling):
    for path in SHARED:
        assert client.post(path).status_code == 405
    assert client.head(JAM).status_code == 200


def test_every_address_leads_to_a_view_and_back():
    names: dict[str, Any] = {}
    for language, _ in settings.LANGUAGES:
        for segment in ("", "be"):
            at = Addresses(language, segment)
            for path in (
                at.home(), at.products(), at.product("a"), at.categories(), at.category("a"), at.search(),
                at.suggestions(),
                at.basket(), at.basket_line("A 1"), at.checkout(), at.payment("a.b"), at.confirmation("a.b"),
                at.tracking("a.b"), at.account("a.b"), at.cancelling("a.b"), at.document("a.b", "F-1"), at.page("a"),
            ):  # fmt: skip
                found = resolve(path, "comptoir.storefront.urls")
                assert found.kwargs["language"] == language
                assert found.kwargs.get("segment", "") == segment
                names.setdefault(str(found.url_name), set()).add(language)
    assert "nothing" not in names
    assert len(names) == 17
