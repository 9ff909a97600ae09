"""Goods go on sale: categories, attributes, products with their prices and stock, and the cards that lists show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.actions import add_products, save_attribute, save_category, set_swatches
from comptoir.domains.catalogue.values import AttributeDraft, CategoryDraft, ProductId, StoredPicture, VariantId
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count, MovementKind
from comptoir.domains.pricing.actions import add_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.domains.search.actions import refresh_cards
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.operations.demo.content.merchant import Market
from comptoir.operations.demo.content.values import Catalogue, Category, Product, Variant, Vocabulary
from comptoir.operations.demo.loading.drafts import Words, draft_of
from comptoir.operations.demo.pictures.palette import colour

# What a buyer reads on the page and does not filter by.
_NOT_FACETS = frozenset({"allergens", "treatment"})

type ByVariant = Mapping[str, VariantId]


@dataclass(frozen=True, slots=True)
class Placed:
    """A product with its position in the lists."""

    position: int
    product: Product
    perishable: bool


def prepare_shelves(catalogue: Catalogue, *, actor: Actor, now: datetime) -> None:
    """The categories and attributes that products name, and the colours of what they differ by. Saving those that are
    there already changes nothing."""
    with transaction.atomic(durable=True):
        for category in catalogue.categories:
            save_category(draft=_category(category), actor=actor, now=now)
        for position, attribute in enumerate(catalogue.attributes):
            save_attribute(draft=_attribute(attribute, position), actor=actor, now=now)
        for vocabulary in (*catalogue.attributes, *catalogue.options):
            if colours := _colours(vocabulary):
                set_swatches(name=vocabulary.name.fr, colours=colours, actor=actor, now=now)


def _colours(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Those of the pictures, by the values that have any."""
    return {
        choice.name.fr: [colour(name) for name in choice.colours] for choice in vocabulary.choices if choice.colours
    }


def _category(category: Category) -> CategoryDraft:
    return CategoryDraft(
        code=category.code,
        names=category.name.texts(),
        descriptions=category.lead.texts() if category.lead else {},
        parent=category.parent or "",
        position=category.position,
    )


def _attribute(attribute: Vocabulary, position: int) -> AttributeDraft:
    facet = attribute.code not in _NOT_FACETS
    return AttributeDraft(code=attribute.code, names=attribute.name.texts(), facet=facet, position=position)


def in_turn(catalogue: Catalogue) -> list[Placed]:
    """The products with positions that let the categories take turns where all goods are listed together."""
    placed: list[Placed] = []
    next_in: dict[str, int] = {}
    # What must be kept cool spoils: nobody can sell it again.
    perishable = {each.code for each in catalogue.categories if each.handling != "ambient"}
    for product in catalogue.products:
        position = next_in.get(product.category, 0)
        next_in[product.category] = position + 1
        placed.append(Placed(position, product, product.category in perishable))
    return placed


def add_goods(
    goods: Sequence[Placed], words: Words, pictures: Mapping[str, StoredPicture], *, actor: Actor, now: datetime
) -> tuple[list[ProductId], dict[str, VariantId]]:
    """Add products in the present transaction; answers their ids, and those of the variants by SKU."""
    drafts = [
        draft_of(each.product, words, pictures, position=each.position, perishable=each.perishable) for each in goods
    ]
    added = add_products(batch=drafts, actor=actor, now=now)
    return [one.id for one in added], {sku: id for one in added for sku, id in one.variants.items()}


def price_goods(
    variants: Iterable[Variant], ids: ByVariant, market: Market, *, reduced: bool, actor: Actor, now: datetime
) -> None:
    """Set the prices of variants in the present transaction; unless ``reduced``, those of before the sale."""
    prices = [_price(variant, ids[variant.sku], market.currency, reduced=reduced) for variant in variants]
    add_prices(prices=prices, market=market.code, actor=actor, now=now)


def _price(variant: Variant, variant_id: VariantId, currency: str, *, reduced: bool) -> NewPrice:
    was = variant.compare_at_minor
    if was is None or reduced:
        compare_at = None if was is None else Money(was, currency)
        return NewPrice(variant_id=variant_id, amount=Money(variant.price_minor, currency), compare_at=compare_at)
    return NewPrice(variant_id=variant_id, amount=Money(was, currency))


def receive_goods(
    pieces: Mapping[tuple[str, str], int], ids: ByVariant, *, reference: str, actor: Actor, now: datetime
) -> None:
    """Put so many pieces of a SKU at a place on its shelf, which was empty, in the present transaction."""
    counts = [
        Count(variant_id=ids[sku], place_code=place, quantity=quantity)
        for (sku, place), quantity in pieces.items()
        if quantity
    ]
    record_counts(counts=counts, kind=MovementKind.RECEIPT, reference=reference, actor=actor, now=now)


def list_goods(product_ids: Sequence[ProductId], *, actor: Actor, now: datetime) -> None:
    """Make the cards that lists and search show; the worker would do it too, a moment after the doors are open."""
    if product_ids:
        with transaction.atomic(durable=True):
            refresh_cards(product_ids=product_ids, actor=actor, now=now)
