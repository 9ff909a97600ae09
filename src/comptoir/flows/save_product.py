from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.actions import create_product, update_product
from comptoir.domains.catalogue.queries import product
from comptoir.domains.catalogue.values import ProductDraft, ProductId
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuPrice:
    """The price of a variant, named by its SKU as the draft writes it."""

    sku: str
    amount: Money
    compare_at: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuCount:
    """What stands at a place, of a variant named by its SKU as the draft writes it; ``seen`` as a ``Count``."""

    sku: str
    place_code: str
    quantity: int
    seen: int | None = None


def save_product(
    *,
    product_id: ProductId | None,
    draft: ProductDraft,
    version: int,
    market: str,
    prices: Sequence[SkuPrice],
    counts: Sequence[SkuCount],
    actor: Actor,
    now: datetime,
) -> ProductId:
    """Write a product as one person sees it on one page: texts and variants, prices of a market, counted stock.

    All or nothing. ``product_id`` None makes a new product. ``prices`` and ``counts`` name only what has changed, so
    whoever may write texts but not prices can still save the texts.

    :raises ManyInvalid: with everything that is wrong about the draft, by field.
    :raises ProductChanged: when ``version`` is no longer the product's: somebody else was faster.
    :raises ShelfMoved: where a shelf does not hold any more what was ``seen`` there.
    :raises SkuTaken: (``SlugTaken``, ``BadPrice``, ``BadQuantity``) for what cannot be taken.
    """
    with transaction.atomic(durable=True):
        if product_id is None:
            product_id = create_product(draft=draft, actor=actor, now=now)
        else:
            update_product(product_id=product_id, draft=draft, version=version, actor=actor, now=now)
        ids = {variant.sku.lower(): variant.id for variant in product(product_id).variants}
        if prices:
            new = [
                NewPrice(variant_id=ids[one.sku.lower()], amount=one.amount, compare_at=one.compare_at)
                for one in prices
            ]
            set_prices(prices=new, market=market, actor=actor, now=now)
        if counts:
            counted = [
                Count(variant_id=ids[one.sku.lower()], place_code=one.place_code, quantity=one.quantity, seen=one.seen)
                for one in counts
            ]
            record_counts(counts=counted, actor=actor, now=now)
    return product_id
