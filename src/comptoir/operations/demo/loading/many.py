"""Tens of thousands of products, for those who want to see how large a shop can be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction

from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import StoredPicture
from comptoir.kernel.access import Actor
from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.content.generated import generate_products, generated_makers
from comptoir.operations.demo.content.merchant import Merchant
from comptoir.operations.demo.content.values import Product
from comptoir.operations.demo.loading.drafts import Words
from comptoir.operations.demo.loading.goods import (
    Placed,
    add_goods,
    list_goods,
    prepare_shelves,
    price_goods,
    receive_goods,
)
from comptoir.operations.demo.loading.pictures import store_pictures

AT_A_TIME = 1_000
_FIRST_POSITION = 1_000
"""Where generated goods begin in the lists: below what somebody has written by hand."""
_AGE = timedelta(days=200)


@dataclass(frozen=True, slots=True)
class ManyProducts:
    """So many generated products; the same seed makes the same ones."""

    count: int
    seed: int
    merchant: Merchant
    actor: Actor
    now: datetime

    def add(self) -> Iterator[int]:
        """Have them on sale; yields after each step how many it has dealt with.

        A step is two transactions: the goods, then their cards. Goods that are there are left as they are, so that
        what was interrupted can be taken up again, and a shop of 1,000 can become one of 50,000.
        """
        catalogue, since = load_catalogue(), self.now - _AGE
        prepare_shelves(catalogue.categories, catalogue.attributes, actor=self.actor, now=since)
        makers = (*catalogue.makers, *generated_makers())
        words = Words.of(attributes=catalogue.attributes, options=catalogue.options, makers=makers)
        pictures: dict[str, StoredPicture] = {}
        numbered = enumerate(generate_products(self.count, self.seed), _FIRST_POSITION)
        for batch in batched((Placed(position, product) for position, product in numbered), AT_A_TIME):
            missing = _missing(batch)
            unseen = [each.product.picture for each in missing if each.product.picture.key not in pictures]
            pictures |= store_pictures(unseen, actor=self.actor, now=self.now)
            if missing:
                self._add(missing, words, pictures, since)
            yield len(batch)

    def _add(
        self, goods: Sequence[Placed], words: Words, pictures: dict[str, StoredPicture], since: datetime
    ) -> None:
        variants = [variant for each in goods for variant in each.product.variants]
        warehouse, shop = (place.code for place in self.merchant.places)
        pieces = {(variant.sku, warehouse): variant.stock_warehouse for variant in variants}
        pieces |= {(variant.sku, shop): variant.stock_shop for variant in variants}
        with transaction.atomic(durable=True):
            added, ids = add_goods(goods, words, pictures, actor=self.actor, now=since)
            price_goods(variants, ids, self.merchant.market, reduced=True, actor=self.actor, now=since)
            receive_goods(pieces, ids, reference="ouverture", actor=self.actor, now=since)
        list_goods(added, actor=self.actor, now=self.now)


def _missing(batch: Sequence[Placed]) -> list[Placed]:
    known = variants_by_sku([_first_sku(each.product) for each in batch])
    return [each for each in batch if _first_sku(each.product) not in known]


def _first_sku(product: Product) -> str:
    """The number of a generated product is in its SKUs, whatever the seed."""
    return product.variants[0].sku
