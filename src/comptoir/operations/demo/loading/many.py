"""Tens of thousands of products, for those who want to see how large a shop can be."""

from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import connection, transaction

from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import ProductId
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
from comptoir.operations.demo.loading.pictures import LARGE, Pictures, studio

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

    def add(self) -> Generator[int]:
        """Have them on sale; yields after each step how many it has dealt with.

        Goods that are there are left as they are, so that what was interrupted can be taken up again, and a shop of
        1,000 can become one of 50,000. While a step adds goods, the cards of the step before are made beside it.
        """
        words = self._words()
        numbered = enumerate(generate_products(self.count, self.seed), _FIRST_POSITION)
        with (
            studio(actor=self.actor, now=self.now) as drawing,
            ThreadPoolExecutor(1, thread_name_prefix="cards") as listing,
        ):
            before: Future[None] = listing.submit(_nothing)
            for batch in batched((Placed(position, product, False) for position, product in numbered), AT_A_TIME):
                missing = _missing(batch)
                pictures = drawing.order((each.product.picture for each in missing), side=LARGE)
                added = self._add(missing, words, pictures) if missing else []
                before.result()
                before = listing.submit(list_goods, added, actor=self.actor, now=self.now)
                yield len(batch)
            before.result()
            listing.submit(_hang_up).result()

    def _words(self) -> Words:
        catalogue = load_catalogue()
        prepare_shelves(catalogue, actor=self.actor, now=self._since)
        makers = (*catalogue.makers, *generated_makers())
        return Words.of(attributes=catalogue.attributes, options=catalogue.options, makers=makers)

    @property
    def _since(self) -> datetime:
        return self.now - _AGE

    def _add(self, goods: Sequence[Placed], words: Words, pictures: Pictures) -> list[ProductId]:
        variants = [variant for each in goods for variant in each.product.variants]
        warehouse, shop = (place.code for place in self.merchant.places)
        pieces = {(variant.sku, warehouse): variant.stock_warehouse for variant in variants}
        pieces |= {(variant.sku, shop): variant.stock_shop for variant in variants}
        with transaction.atomic(durable=True):
            added, ids = add_goods(goods, words, pictures, actor=self.actor, now=self._since)
            price_goods(variants, ids, self.merchant.market, reduced=True, actor=self.actor, now=self._since)
            receive_goods(pieces, ids, reference="ouverture", actor=self.actor, now=self._since)
        return added


def _hang_up() -> None:
    connection.close()  # that of the thread in which it runs


def _nothing() -> None:
    """The first step has none before it."""


def _missing(batch: Sequence[Placed]) -> list[Placed]:
    known = variants_by_sku([_first_sku(each.product) for each in batch])
    return [each for each in batch if _first_sku(each.product) not in known]


def _first_sku(product: Product) -> str:
    """The number of a generated product is in its SKUs, whatever the seed."""
    return product.variants[0].sku
