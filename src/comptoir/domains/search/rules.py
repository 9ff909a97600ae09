"""Pure rules of lists: making cards, and reading a list from where it was left."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from itertools import permutations
from uuid import UUID

from comptoir.domains.catalogue.values import CategoryTree, Product, ProductId, VariantId
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.pricing.values import Price, UnitPrice
from comptoir.domains.reviews.values import Rating
from comptoir.domains.search.values import Sort
from comptoir.kernel.texts import text_in

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


LEAST_TOGETHER = 2
"""What was bought together once is chance, and could tell what one person has bought."""
MOST_COMPANIONS = 12


def companions_of(baskets: Iterable[Iterable[ProductId]]) -> dict[tuple[ProductId, ProductId], int]:
    """How often each product was bought together with which others, the most frequent of them, both ways."""
    together: Counter[tuple[ProductId, ProductId]] = Counter()
    for basket in baskets:
        together.update(permutations(sorted(set(basket)), 2))
    kept: dict[tuple[ProductId, ProductId], int] = {}
    count_of: Counter[ProductId] = Counter()
    for (one, other), orders in sorted(together.items(), key=lambda pair: (-pair[1], pair[0])):
        if orders >= LEAST_TOGETHER and count_of[one] < MOST_COMPANIONS:
            kept[one, other] = orders
            count_of[one] += 1
    return kept
