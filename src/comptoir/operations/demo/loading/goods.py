"""Goods go on sale: categories, attributes, products with their prices and stock, and the cards that lists show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.actions import add_products, save_attribute, save_category
from comptoir.domains.catalogue.values import AttributeDraft, CategoryDraft, ProductId, StoredPicture, VariantId
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count, MovementKind
from comptoir.domains.pricing.actions import add_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.domains.search.actions import refresh_cards
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.operations.demo.content.merchant import Merchant
from comptoir.operations.demo.content.values import Catalogue, Category, Product, Text, Variant, Vocabulary
from comptoir.operations.demo.loading.drafts import Words, draft_of

# What a buyer filters by; allergens are told, not chosen.
_NOT_FACETS = frozenset({"allergens", "treatment"})


@dataclass(frozen=True, slots=True)
class Stocked:
    """A product on sale: its id, and its variants by SKU."""

    id: ProductId
    variants: Mapping[str, VariantId]


def prepare_shelves(catalogue: Catalogue, *, actor: Actor, now: datetime) -> None:
    """The categories and attributes that products name. Saving those that are there already changes nothing."""
    with transaction.atomic(durable=True):
        for category in catalogue.categories:
            save_category(draft=_category(category), actor=actor, now=now)
        for position, attribute in enumerate(catalogue.attributes):
            save_attribute(draft=_attribute(attribute, position), actor=actor, now=now)


def _category(category: Category) -> CategoryDraft:
    return CategoryDraft(
        code=category.code,
        names=_texts(category.name),
        descriptions=_texts(category.lead) if category.lead else {},
        parent=category.parent or "",
        position=category.position,
    )


def _attribute(attribute: Vocabulary, position: int) -> AttributeDraft:
    return AttributeDraft(
        code=attribute.code,
        names=_texts(attribute.name),
        facet=attribute.code not in _NOT_FACETS,
        position=position,
    )


def _texts(text: Text) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def put_on_sale(
    products: Sequence[tuple[int, Product]],
    words: Words,
    pictures: Mapping[str, StoredPicture],
    *,
    prices: Sequence[NewPrice] | None = None,
    merchant: Merchant,
    actor: Actor,
    now: datetime,
) -> list[Stocked]:
    """Add products, each with its position in the lists, and their prices; all or none. They have no stock yet."""
    del prices
    drafts = [draft_of(product, words, pictures, position=position) for position, product in products]
    currency = merchant.market.currency
    with transaction.atomic(durable=True):
        added = add_products(batch=drafts, actor=actor, now=now)
        new = [
            price_of(variant, stocked.variants[variant.sku], currency)
            for (_, product), stocked in zip(products, added, strict=True)
            for variant in product.variants
        ]
        add_prices(prices=new, market=merchant.market.code, actor=actor, now=now)
    return [Stocked(one.id, one.variants) for one in added]


def price_of(variant: Variant, variant_id: VariantId, currency: str) -> NewPrice:
    """The price a variant has now, with the struck-out one where there is one."""
    was = variant.compare_at_minor
    return NewPrice(
        variant_id=variant_id,
        amount=Money(variant.price_minor, currency),
        compare_at=None if was is None else Money(was, currency),
    )
