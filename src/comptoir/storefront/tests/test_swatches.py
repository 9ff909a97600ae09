"""Discs of colour beside the values that buyers choose from and filter by."""

import re

import pytest
from django.test import Client

from comptoir.domains.catalogue.actions import add_media, save_attribute, set_swatches
from comptoir.domains.catalogue.queries import product_ids
from comptoir.domains.catalogue.testing import next_sku, picture_file
from comptoir.domains.catalogue.values import (
    AttributeDraft,
    AttributeValueDraft,
    OptionDraft,
    Product,
    ProductDraft,
    ProductStatus,
    VariantDraft,
)
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.values import Count
from comptoir.domains.search.actions import refresh_cards
from comptoir.flows.testing import sell
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.tests.buying import shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
BOWL = {"fr": "/fr/produits/bol-en-gres", "en": "/en/products/stoneware-bowl"}
_DISC = re.compile(r'<svg class="disc".*?</svg>', re.DOTALL)
_FILL = re.compile(r'fill="([^"]*)"')


def paint(**colours: list[str]) -> None:
    given = {value.replace("_", " "): each for value, each in colours.items()}
    set_swatches(name="Couleur", colours=given, actor=OWNER, now=NOON)


def values_of(html: str) -> dict[str, list[str]]:
    """The colours of each value that can be chosen, by the words beside its disc."""
    found = {}
    for part in re.findall(r'<a class="swatch.*?</a>|<span class="variant-label">.*?</span>', html, re.DOTALL):
        disc = _DISC.search(part)
        label = re.sub(r"<[^>]*>", "", _DISC.sub("", part)).strip()
        found[label] = _FILL.findall(disc.group()) if disc else []
    return found


def towel(selling: Selling, *, stock: int = 5) -> Product:
    """In two colours and nothing else; a filter of the same name."""
    draft = ProductDraft(
        titles={"fr": "Torchon", "en": "Tea towel"},
        options=(OptionDraft(code="couleur", name={"fr": "Couleur"}),),
        variants=tuple(
            VariantDraft(sku=next_sku(), option_values={"couleur": {"fr": name}}) for name in ("Bleu de lin", "Rouge")
        ),
        attributes=(
            AttributeValueDraft(attribute="hue", value_name={"fr": "Rouge", "en": "Red"}),
            AttributeValueDraft(attribute="hue", value_name={"fr": "Sable", "en": "Sand"}),
        ),
        categories=("table",),
        slug="torchon",
        status=ProductStatus.ACTIVE,
    )
    names = {"fr": "Couleur", "en": "Colour"}
    save_attribute(draft=AttributeDraft(code="hue", names=names, facet=True), actor=OWNER, now=NOON)
    return sell(market=selling.shop.market, price=Money(1490, "EUR"), stock=stock, draft=draft)


@pytest.mark.parametrize(("language", "blue", "sand"), [("fr", "Bleu de lin", "Sable"), ("en", "Flax blue", "Sand")])
def test_a_value_has_its_disc_and_its_name_in_every_language(
    client: Client, selling: Selling, language: str, blue: str, sand: str
) -> None:
    paint(Bleu_de_lin=["#8fa9c4"], Sable=["#f0e3cf", "#c9a271"])
    chosen = values_of(shown(client.get(BOWL[language], follow=True)))
    assert chosen[blue] == ["#8fa9c4"]
    assert chosen[sand] == ["#f0e3cf", "#c9a271"]
    assert [each for label, each in chosen.items() if label not in (blue, sand)] == [[], []], "sizes have no colour"


def test_a_colour_is_told_by_its_name_not_by_the_disc_alone(client: Client, selling: Selling) -> None:
    paint(Sable=["#f0e3cf"])
    html = shown(client.get(BOWL["fr"]))
    [disc] = _DISC.findall(html)
    assert 'aria-hidden="true"' in disc
    assert values_of(html) == {"Bleu de lin": [], "Sable": ["#f0e3cf"], "Petit": [], "Grand": []}
    assert "style=" not in disc, "the policy lets no style stand in a page"


def test_a_picture_of_its_own_comes_before_a_colour(client: Client, selling: Selling) -> None:
    paint(Bleu_de_lin=["#8fa9c4"], Sable=["#f0e3cf"])
    for index in (0, 2):
        picture = picture_file(600 + index, 600)
        alts, id = {"fr": "Un bol"}, selling.bowl.variants[index].id
        add_media(product_id=selling.bowl.id, content=picture, alts=alts, variant_id=id, actor=OWNER, now=NOON)
    html = shown(client.get(BOWL["fr"]))
    assert html.count('class="swatch-picture"') == 2
    assert _DISC.findall(html) == []


def test_the_last_choice_has_discs_and_what_is_sold_out_is_struck_through(client: Client, selling: Selling) -> None:
    _blue, red = towel(selling).variants
    paint(Bleu_de_lin=["#8fa9c4"], Rouge=["#d2402b"])
    assert values_of(shown(client.get("/fr/produits/torchon"))) == {"Bleu de lin": ["#8fa9c4"], "Rouge": ["#d2402b"]}
    [level] = levels_for([red.id])[red.id]
    empty = Count(variant_id=red.id, place_code=level.place_code, quantity=0)
    record_counts(counts=[empty], reference="Inventaire", actor=OWNER, now=NOON)
    struck = [("stroke" in disc) for disc in _DISC.findall(shown(client.get("/fr/produits/torchon")))]
    assert struck == [False, True]


def test_a_filter_has_discs_where_it_has_colours(client: Client, selling: Selling) -> None:
    towel(selling)
    refresh_cards(product_ids=product_ids(), actor=OWNER, now=NOON)
    paint(Rouge=["#d2402b"])
    for address, red, sand in (("/fr/produits", "Rouge", "Sable"), ("/en/products", "Red", "Sand")):
        html = shown(client.get(address))
        labels = dict(re.findall(r'name="a\.hue" value="[^"]*">(.*?)<span>([^<]*)</span>', html))
        discs = {label: _FILL.findall(before) for before, label in labels.items()}
        assert discs == {red: ["#d2402b"], sand: []}


def test_a_colour_taken_back_is_gone(client: Client, selling: Selling) -> None:
    paint(Sable=["#f0e3cf"])
    paint(Sable=[])
    assert _DISC.findall(shown(client.get(BOWL["fr"]))) == []
