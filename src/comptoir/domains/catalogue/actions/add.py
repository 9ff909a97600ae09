from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.domains.catalogue.actions.rows import (
    category_ids,
    check_attributes,
    facts_of_constraints,
    insert,
    others_with_skus,
    product_columns,
    variant_row,
    write_attributes,
    write_categories,
)
from comptoir.domains.catalogue.actions.slugs import (
    addresses_of,
    addresses_told,
    claim_slugs,
    must_have,
    with_addresses,
)
from comptoir.domains.catalogue.errors import SkuTaken
from comptoir.domains.catalogue.events import ProductsChanged
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.rules import draft_errors, tidy_draft
from comptoir.domains.catalogue.values import (
    AddedProduct,
    MediaId,
    ProductDraft,
    ProductId,
    ProductStatus,
    VariantId,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record_many
from comptoir.kernel.ids import new_id

BATCH = 2_000
"""How many products one statement and one event take along."""


def create_product(*, draft: ProductDraft, actor: Actor, now: datetime) -> ProductId:
    """Add one product.

    :raises ManyInvalid: with everything that is wrong about the draft, by field.
    :raises SkuTaken: naming the SKUs that other variants have.
    :raises SlugTaken: when the draft asks for an address that leads elsewhere; one made from a title gets a number.
    :raises UnknownCategory: (or ``UnknownAttribute``) when the draft names one that does not exist.
    """
    actor.must(CATALOGUE_EDIT)
    tidy = tidy_draft(draft, language=settings.LANGUAGE_CODE)
    if errors := tuple(draft_errors(tidy)):
        raise ManyInvalid(errors=errors)
    with transaction.atomic(savepoint=False):
        added = _add([tidy], actor, now)[0]
        must_have(draft, addresses_of(added))
    return added.id


def add_products(*, batch: Sequence[ProductDraft], actor: Actor, now: datetime) -> tuple[AddedProduct, ...]:
    """Add many products at once, all or none; answers in the order of the batch.

    Set-based: about a dozen statements for any batch up to ``BATCH``. An address that is taken gets a number, also one
    that a draft asks for. Errors as ``create_product``, fields prefixed "products.7.".
    """
    actor.must(CATALOGUE_EDIT)
    drafts = [tidy_draft(draft, language=settings.LANGUAGE_CODE) for draft in batch]
    errors = tuple(
        _at(error, f"products.{index}") for index, draft in enumerate(drafts) for error in draft_errors(draft)
    )
    if errors:
        raise ManyInvalid(errors=errors)
    skus = Counter(variant.sku.lower() for draft in drafts for variant in draft.variants)
    if len(skus) < skus.total():
        raise SkuTaken(skus=tuple(sku for sku, times in skus.items() if times > 1))
    added: list[AddedProduct] = []
    with transaction.atomic(savepoint=False):
        for start in range(0, len(drafts), BATCH):
            added += _add(drafts[start : start + BATCH], actor, now)
    return tuple(added)


def _at(error: Invalid, prefix: str) -> Invalid:
    return type(error)(**{**error.facts, "field": f"{prefix}.{error.field}"})


def _add(drafts: Sequence[ProductDraft], actor: Actor, now: datetime) -> list[AddedProduct]:
    """Write tidy drafts that are right in themselves, and tell."""
    known_categories = category_ids(drafts)
    check_attributes(drafts)
    products = _addressed(drafts)
    insert("catalogue_product", [_product_row(id, draft, now) for id, draft in products])
    variants = [
        variant_row(variant, id=new_id(), product_id=id, position=position)
        for id, draft in products
        for position, variant in enumerate(draft.variants)
    ]
    _insert_variants(variants)
    write_categories(products, known_categories)
    write_attributes(products)
    ids_by_sku = {row["sku"].lower(): VariantId(row["id"]) for row in variants}
    media = [_media_rows(id, draft, ids_by_sku) for id, draft in products]
    insert("catalogue_media", [row for rows in media for row in rows])
    record_many(
        action="created",
        subject_type="catalogue.product",
        changes=[
            (id, {}, {**addresses_told(draft), "titles": draft.titles, "skus": [v.sku for v in draft.variants]})
            for id, draft in products
        ],
        actor=actor,
        now=now,
    )
    emit(ProductsChanged(product_ids=tuple(ProductId(id) for id, _ in products)))
    return [
        AddedProduct(
            id=ProductId(id),
            slug=draft.slug,
            slugs=draft.slugs,
            variants={variant.sku: ids_by_sku[variant.sku.lower()] for variant in draft.variants},
            media=tuple(MediaId(row["id"]) for row in rows),
        )
        for (id, draft), rows in zip(products, media, strict=True)
    ]


def _addressed(drafts: Sequence[ProductDraft]) -> list[tuple[UUID, ProductDraft]]:
    """Each with its id, and with addresses that are its own."""
    products = [(new_id(), draft) for draft in drafts]
    had = claim_slugs([(id, addresses_of(draft)) for id, draft in products])
    return [(id, with_addresses(draft, had[id])) for id, draft in products]


def _product_row(id: Any, draft: ProductDraft, now: datetime) -> dict[str, Any]:
    return {
        "id": id,
        **product_columns(draft),
        "state": draft.status,
        "published_at": now if draft.status == ProductStatus.ACTIVE else None,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }


def _insert_variants(rows: list[dict[str, Any]]) -> None:
    # In one order, so that two batches that share SKUs wait for each other instead of deadlocking.
    rows = sorted(rows, key=lambda row: row["sku"].lower())
    with facts_of_constraints():
        written = insert("catalogue_variant", rows, then="ON CONFLICT (lower(sku)) DO NOTHING")
    if written < len(rows):
        raise SkuTaken(skus=others_with_skus(rows))


def _media_rows(product_id: Any, draft: ProductDraft, ids_by_sku: dict[str, VariantId]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "product_id": product_id,
            "variant_id": ids_by_sku[media.sku.lower()] if media.sku else None,
            "path": media.picture.path,
            "alts": dict(media.alts),
            "width": media.picture.width,
            "height": media.picture.height,
            "widths": list(media.picture.widths),
            "position": position,
        }
        for position, media in enumerate(draft.media)
    ]
