"""What a list can be narrowed by, in the buyer's words, with how many goods each choice would leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import attributes, category_tree, swatches
from comptoir.domains.catalogue.values import Swatches
from comptoir.domains.network.queries import pickup_places
from comptoir.domains.search.queries import fact_names
from comptoir.domains.search.values import ATTRIBUTE, CardPage, Facet, Stock
from comptoir.kernel.formats import money_label, number_label
from comptoir.kernel.money import Money
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.pictures import disc_of
from comptoir.storefront.here import Here
from comptoir.storefront.narrowing import Narrowing
from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.listing import Facet as FacetShown
from comptoir.storefront.pages.listing import FacetValue
from comptoir.storefront.pages.parts import Link

MOST_SHOWN = 8
"""Of one facet, besides those that are chosen: the commonest."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The questions, the answers chosen as links that take them back, and the same as fields of a form."""

    facets: tuple[FacetShown, ...]
    chips: tuple[Link, ...]
    chosen: tuple[Choice, ...]


def narrowed_by(found: CardPage, narrowing: Narrowing, here: Here, path: str, *, text: str = "") -> Narrowed:
    """Whatever the list can be narrowed by, and is. A question with one answer for all goods is not asked."""
    counted = _by_facet(found.facts)
    chosen = narrowing.filters
    discs = swatches()
    facets = []
    chips = []
    for facet, label in _questions(here, in_search=bool(text)):
        known = counted.get(facet, {})
        values = _answers(facet, known, chosen.get(facet, ()), here)
        labels = {each.value: each.label for each in values}
        chips += [
            Link(labels[value], narrowing.without(facet, value).address(path, text=text))
            for value in chosen.get(facet, ())
            if value in labels
        ]
        tells = len(values) > 1 or any(each.selected for each in values)
        if tells or any(number < found.count.number for number in known.values()):
            facets.append(FacetShown(name=facet, label=label, values=_coloured(facet, values, discs)))
    return Narrowed(
        facets=tuple(each for each in facets if each.values),
        chips=tuple(chips),
        chosen=tuple(Choice(name, value) for name, value in narrowing.pairs()),
    )


def _by_facet(facts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for fact, number in facts.items():
        facet, _colon, value = fact.partition(":")
        counted.setdefault(facet, {})[value] = number
    return counted


def _questions(here: Here, *, in_search: bool) -> Iterable[tuple[str, str]]:
    """The facets in the order of a list."""
    if in_search:
        yield Facet.CATEGORY, _("Category")
    yield Facet.STOCK, _("Availability")
    yield Facet.PRICE, _("Price")
    yield Facet.PLACE, _("In our shops")
    for attribute in attributes():
        if attribute.facet:
            yield f"{ATTRIBUTE}{attribute.code}", text_in(attribute.names, here.language)
    yield Facet.MAKER, _("Maker")


def _answers(facet: str, counted: Mapping[str, int], chosen: Sequence[str], here: Here) -> tuple[FacetValue, ...]:
    labels = _labels(facet, {*counted, *chosen}, here)
    shown = [value for value in labels if value in chosen]
    others = [value for value in labels if value not in chosen]
    if facet not in (Facet.STOCK, Facet.PRICE):
        others = sorted(others, key=lambda value: (-counted[value], labels[value]))[:MOST_SHOWN]
        wanted = sorted((*shown, *others), key=lambda value: (-counted.get(value, 0), labels[value]))
    else:
        wanted = list(labels)
    return tuple(
        FacetValue(value, labels[value], number_label(counted.get(value, 0), here.language), value in chosen)
        for value in wanted
    )


def _coloured(facet: str, values: tuple[FacetValue, ...], discs: Swatches) -> tuple[FacetValue, ...]:
    """The values of an attribute with the colours that the merchant has given them."""
    attribute = next((each for each in attributes() if f"{ATTRIBUTE}{each.code}" == facet), None)
    if attribute is None:
        return values
    names = fact_names()
    return tuple(
        replace(each, disc=disc_of(discs.of(attribute.names, names.get(f"{facet}:{each.value}", {}))))
        for each in values
    )


def _labels(facet: str, values: Iterable[str], here: Here) -> dict[str, str]:
    """The words for those values that have any, in their natural order where there is one."""
    match facet:
        case Facet.STOCK:
            words = {Stock.NOW: _("In stock"), Stock.TO_ORDER: _("On order"), Stock.OUT: _("Sold out for now")}
            return {str(value): words[value] for value in Stock if value in values}
        case Facet.PRICE:
            bands = sorted(band for band in map(_band, values) if band)
            return {f"{start}-{below}": _band_words(start, below, here) for start, below in bands}
        case Facet.PLACE:
            return {place.code: text_in(place.name, here.language) for place in pickup_places() if place.code in values}
        case Facet.CATEGORY:
            top = category_tree().children(None)
            return {str(each.id): text_in(each.names, here.language) for each in top if str(each.id) in values}
    names = fact_names()
    known = {value: names.get(f"{facet}:{value}", {}) for value in values}
    return {value: text_in(texts, here.language) for value, texts in known.items() if texts}


def _band(value: str) -> tuple[int, int] | None:
    start, dash, below = value.partition("-")
    is_band = dash and start.isdecimal() and below.isdecimal() and len(below) < 15
    return (int(start), int(below)) if is_band else None


def _band_words(start: int, below: int, here: Here) -> str:
    currency = here.market.currency
    high = money_label(Money(below, currency), here.language)
    if not start:
        return _("Under %(price)s") % {"price": high}
    low = money_label(Money(start, currency), here.language)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
