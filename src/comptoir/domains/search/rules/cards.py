"""Pure rules of lists: making cards, and reading a list from where it was left."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from uuid import UUID

from comptoir.domains.catalogue.values import CategoryTree, Product, VariantId, VariantKind
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.pricing.values import Price, UnitPrice
from comptoir.domains.reviews.values import Rating
from comptoir.domains.search.values import ATTRIBUTE, Facet, Sort, Stock
from comptoir.kernel.texts import Texts, slug_of, text_in

_TAG = re.compile(r"<[^>]*>")
_BAND_ORDER = (Band.IN_STOCK, Band.LOW, Band.TO_ORDER, Band.OUT)


BACK_ORDER, PRE_ORDER = "back_order", "pre_order"
"""What a card notes of goods to order."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is read: the column, upwards or downwards, and how its value is read back from a cursor."""

    column: str
    descending: bool
    kind: type


ORDERS: Mapping[Sort, Order] = {
    Sort.FEATURED: Order("position", False, int),
    Sort.PRICE: Order("price_minor", False, int),
    Sort.PRICE_DOWN: Order("price_minor", True, int),
    Sort.NEWEST: Order("published_at", True, datetime),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with what the market says of it. ``prices`` holds the variants that can be bought there."""

    product: Product
    prices: Mapping[VariantId, Price]
    stock: Mapping[VariantId, Availability]
    unit_price: UnitPrice | None
    rating: Rating

    @property
    def cheapest(self) -> Price:
        return min(self.prices.values(), key=lambda price: price.amount.minor)

    @property
    def has_range(self) -> bool:
        return len({price.amount.minor for price in self.prices.values()}) > 1

    @property
    def band(self) -> Band:
        """The best of its variants: a list says "out" only when nothing is left at all."""
        return min((self.stock[id].band for id in self.prices), key=_BAND_ORDER.index)

    @property
    def downloaded(self) -> bool:
        """Whether all that can be bought of it are files, or kits of nothing else."""
        kinds = {variant.id: variant.kind for variant in self.product.variants}
        return all(self.stock[id].unlimited and kinds[id] is not VariantKind.SERVICE for id in self.prices)

    @property
    def preorder(self) -> bool:
        """Whether all that can be ordered of it has not come out yet."""
        to_order = [self.stock[id] for id in self.prices if self.stock[id].band is Band.TO_ORDER]
        return self.band is Band.TO_ORDER and all(each.preorder for each in to_order)


def categories_of(product: Product, tree: CategoryTree) -> list[str]:
    """Every category a product is listed in: its own, all above them, and "" for all goods."""
    listed = {str(above.id) for id in product.category_ids for above in tree.path(id)}
    return ["", *sorted(listed)]


def keywords_of(product: Product, tree: CategoryTree, language: str) -> str:
    """Maker, categories, properties, choices and SKUs: what people type besides the name."""
    words = [product.maker]
    words += [text_in(above.names, language) for id in product.category_ids for above in tree.path(id)]
    words += [text_in(value.value_name, language) for value in product.attributes]
    for variant in product.variants:
        words += [variant.sku, *(text_in(text, language) for text in variant.option_values.values())]
    return " ".join(dict.fromkeys(filter(None, words)))


def text_of(product: Product, language: str) -> str:
    """Summary and story without their markup."""
    story = unescape(_TAG.sub(" ", text_in(product.descriptions, language)))
    return f"{text_in(product.summaries, language)} {story}".strip()


def unique(ids: Iterable[UUID]) -> list[UUID]:
    """Each once, in the order first met."""
    return list(dict.fromkeys(ids))


def fact(facet: str, value: str) -> str:
    """What is true of a product, in one word."""
    return f"{facet}:{value}"


def facts_of(offer: Offer, tree: CategoryTree) -> list[str]:
    """What a product can be narrowed by. Every attribute is among them: which of them are offered may change."""
    product = offer.product
    found = {fact(Facet.CATEGORY, category) for category in categories_of(product, tree) if category}
    found.add(fact(Facet.STOCK, _stock_of(offer.band)))
    found.add(fact(Facet.PRICE, price_band(offer.cheapest.amount.minor)))
    found.update(fact(Facet.PLACE, place) for id in offer.prices for place in offer.stock[id].places)
    return sorted(found | set(named_facts(product)))


def named_facts(product: Product) -> dict[str, Texts]:
    """Those whose names stand with the product alone: its maker and its attributes."""
    found = {fact(f"{ATTRIBUTE}{each.attribute}", each.value): each.value_name for each in product.attributes}
    if maker := slug_of(product.maker):
        found[fact(Facet.MAKER, maker)] = {"": product.maker}
    return found


def _stock_of(band: Band) -> Stock:
    match band:
        case Band.OUT:
            return Stock.OUT
        case Band.TO_ORDER:
            return Stock.TO_ORDER
        case _:
            return Stock.NOW


def price_band(minor: int) -> str:
    """The step of 1, 2, 5, 10, 20, 50… in which a price lies, as ``from-below`` in minor units; below 5.00 is one."""
    below = _FIRST_STEP
    start = 0
    while minor >= below:
        # 5 is doubled, then doubled again, then two and a half times as much: 5, 10, 20, 50, …
        start, below = below, below * 5 // 2 if str(below)[0] == "2" else below * 2
    return f"{start}-{below}"


_FIRST_STEP = 500
