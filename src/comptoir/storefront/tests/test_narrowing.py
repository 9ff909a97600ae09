"""Narrowing lists and searches, as buyers do it without any script."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from comptoir.domains.catalogue.actions import save_attribute
from comptoir.domains.catalogue.queries import category_tree, product_ids
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.catalogue.values import AttributeDraft
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.network.testing import SHOP
from comptoir.domains.search.actions import arrange, refresh_cards, save_synonyms
from comptoir.domains.search.values import Arrangement, Synonyms
from comptoir.flows.testing import sell
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.assemble import listing
from comptoir.storefront.narrowing import MOST_VALUES
from comptoir.storefront.respond import SharedResponse
from comptoir.storefront.tests.buying import shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
ALL = "/fr/produits"


@pytest.fixture(autouse=True)
def _by_origin(selling: Selling) -> None:
    draft = AttributeDraft(code="origin", names={"fr": "Origine", "en": "Origin"}, facet=True)
    save_attribute(draft=draft, actor=OWNER, now=NOON)


def names(html: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'class="card-name"><a[^>]*>(.*?)</a>', html)]


def questions(html: str) -> dict[str, dict[str, str]]:
    """Each facet's name in the form with its values and how many goods each leaves."""
    asked: dict[str, dict[str, str]] = {}
    for name, value, number in re.findall(
        r'type="checkbox" name="([^"]+)" value="([^"]+)"[^>]*>.*?facet-count">([^<]*)<', html
    ):
        asked.setdefault(name, {})[value] = number
    return asked


def chips(html: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'class="chip" href="([^"]+)"><span class="visually-hidden"', html)]


def test_a_list_asks_what_it_can_be_narrowed_by_and_counts_the_answers(client: Client, selling: Selling) -> None:
    html = shown(client.get(ALL))
    assert questions(html)["price"] == {"500-1000": "1", "1000-2000": "1", "2000-5000": "1"}
    assert questions(html)["a.origin"] == {"drome": "1"}
    assert {"famille-brunet", "rucher-des-cevennes"} <= set(questions(html)["maker"])
    for said in ("De 5,00\u00a0€ à 10,00\u00a0€", "Producteur", "Famille Brunet", "Origine", "Drôme", "3 produits"):
        assert said in html, said
    assert "stock" not in questions(html), "everything is in stock: that is no question"


def test_choices_narrow_can_be_taken_back_and_are_kept_in_the_address(client: Client, selling: Selling) -> None:
    html = shown(client.get(f"{ALL}?price=500-1000&price=1000-2000&sort=price_down"))
    assert names(html) == ["Miel de châtaignier", "Confiture d’abricots"]
    assert chips(html) == [f"{ALL}?price=500-1000&sort=price_down", f"{ALL}?price=1000-2000&sort=price_down"]
    assert questions(html)["price"]["2000-5000"] == "1", "its own question stays open"
    assert 'value="500-1000" checked' in html
    narrower = shown(client.get(f"{ALL}?price=500-1000&price=1000-2000&a.origin=drome"))
    assert names(narrower) == ["Confiture d’abricots"]
    none = shown(client.get(f"{ALL}?price=2000-5000&a.origin=drome"))
    assert names(none) == []
    assert "Aucun produit" in none
    assert len(chips(none)) == 2, "what leads nowhere can be taken back"


def test_what_no_list_knows_is_left_out(client: Client, selling: Selling) -> None:
    for odd in ("?colour=red", "?a.unknown=x", "?price=%3Cscript%3E", "?maker=NOPE"):
        html = shown(client.get(f"{ALL}{odd}"))
        assert len(names(html)) == 3, odd
    many = "&".join(f"maker=m{number}" for number in range(3 * MOST_VALUES))
    assert "Aucun produit" in shown(client.get(f"{ALL}?{many}"))


def test_availability_and_the_places_that_have_some(client: Client, selling: Selling) -> None:
    for variant in selling.bowl.variants:
        make_stock(0, variant_id=variant.id)
    make_stock(2, variant_id=selling.jam.variants[0].id, place_code=SHOP.code)
    refresh_cards(product_ids=product_ids(), actor=OWNER, now=NOON)
    html = shown(client.get(ALL))
    assert questions(html)["stock"] == {"now": "2", "out": "1"}
    assert questions(html)["place"] == {SHOP.code: "1"}
    assert len(names(shown(client.get(f"{ALL}?stock=now")))) == 2
    assert names(shown(client.get(f"{ALL}?place={SHOP.code}"))) == ["Confiture d’abricots"]


def test_pages_of_a_narrowed_list_follow_each_other(
    client: Client, selling: Selling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    address = f"{ALL}?price=1000-2000&price=500-1000&sort=price"
    first = shown(client.get(address))
    assert names(first) == ["Confiture d’abricots"]
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = shown(client.get(unescape(following)))
    assert names(second) == ["Miel de châtaignier"]
    assert 'rel="next"' not in second
    (back,) = re.findall(r'rel="prev" href="([^"]+)"', second)
    assert unescape(back) == address
    assert '<meta name="robots" content="noindex">' in second


def test_narrowed_lists_are_shared_pages_that_search_engines_leave_alone(client: Client, selling: Selling) -> None:
    response = client.get(f"{ALL}?price=500-1000")
    assert isinstance(response, SharedResponse)
    assert '<meta name="robots" content="noindex">' in shown(response)
    assert '<meta name="robots"' not in shown(client.get(ALL))


def test_a_search_is_narrowed_by_category_too(client: Client, selling: Selling) -> None:
    pantry = str(category_tree().by_code["pantry"].id)
    html = shown(client.get("/fr/recherche?q=confiture"))
    assert questions(html).get("in", {pantry: "1"}) == {pantry: "1"}
    assert names(shown(client.get(f"/fr/recherche?q=confiture&in={pantry}"))) == ["Confiture d’abricots"]
    assert 'name="q" value="confiture"' in html
    assert "Les plus pertinents" in html


def test_a_search_that_finds_little_says_what_it_did(client: Client, selling: Selling) -> None:
    near = shown(client.get("/fr/recherche?q=confitrue"))
    assert names(near) == ["Confiture d’abricots"]
    assert "Rien ne porte exactement ce nom" in near
    partly = shown(client.get("/fr/recherche?q=confiture+hippopotame"))
    assert names(partly) == ["Confiture d’abricots"]
    assert "Aucun produit ne contient tous ces mots" in partly
    nothing = shown(client.get("/fr/recherche?q=hippopotame"))
    assert "Épicerie" in nothing
    assert len(names(nothing)) >= 1, "something to go on with"


def test_words_of_a_categorys_name_lead_to_it_where_nothing_is_found(client: Client, selling: Selling) -> None:
    html = shown(client.get("/fr/recherche?q=tab"))
    assert names(html.partition("chips")[0]) == []
    assert 'class="chip" href="/fr/rayons/table"' in html
    assert 'class="chip" href="/fr/rayons/epicerie"' not in html


def test_suggestions_while_typing(client: Client, selling: Selling) -> None:
    html = client.get("/fr/recherche/suggestions?q=conf").content.decode()
    assert 'href="/fr/produits/confiture-d-abricots"' in html
    assert 'href="/fr/rayons/confitures"' in html
    assert "Tous les résultats pour «\u00a0conf\u00a0»" in unescape(html)
    assert 'href="/en/products/apricot-jam"' in client.get("/en/search/suggestions?q=apri").content.decode()
    assert client.get("/fr/recherche/suggestions?q=c").content.decode().strip() == ""
    assert "<script>" not in client.get("/fr/recherche/suggestions?q=<script>").content.decode()


def test_the_merchants_own_words(client: Client, selling: Selling) -> None:
    assert names(shown(client.get("/fr/recherche?q=marmelade"))) != ["Confiture d’abricots"]
    same = Synonyms(id=new_id(), language="fr", words=("Confiture", "marmelade"))
    save_synonyms(synonyms=same, actor=OWNER, now=NOON)
    assert names(shown(client.get("/fr/recherche?q=marmelades"))) == ["Confiture d’abricots"]


def test_what_the_merchant_puts_first_and_leaves_out(client: Client, selling: Selling) -> None:
    sell(market="fr", price=Money(500, "EUR"), stock=5, draft=replace(honey(), titles={"fr": "Miel de lavande"}))
    refresh_cards(product_ids=product_ids(), actor=OWNER, now=NOON)
    gift = Arrangement(id=new_id(), market="fr", words="miel", pinned=(selling.bowl.id,), hidden=(selling.honey.id,))
    arrange(arrangement=gift, actor=OWNER, now=NOON)
    html = shown(client.get("/fr/recherche?q=miels"))
    assert names(html) == ["Bol en grès", "Miel de lavande", "Confiture d’abricots"], "the jam only speaks of honey"
    assert "3 produits" in html
    by_price = shown(client.get("/fr/recherche?q=miel&sort=price"))
    assert names(by_price) == ["Miel de lavande", "Confiture d’abricots", "Bol en grès"]
    table = category_tree().by_code["pantry"]
    listed = Arrangement(id=new_id(), market="fr", category=str(table.id), hidden=(selling.jam.id,))
    arrange(arrangement=listed, actor=OWNER, now=NOON)
    assert "Confiture d’abricots" not in names(shown(client.get("/fr/rayons/epicerie")))
