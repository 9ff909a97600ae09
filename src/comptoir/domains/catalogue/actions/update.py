from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comptoir.domains.catalogue.actions.rows import (
    category_codes,
    category_ids,
    check_attributes,
    facts_of_constraints,
    insert,
    product_columns,
    variant_row,
    write_attributes,
    write_categories,
)
from comptoir.domains.catalogue.actions.slugs import addresses_of, claim_slugs, must_have, with_addresses
from comptoir.domains.catalogue.errors import ProductChanged, UnknownProduct, UnknownVariant
from comptoir.domains.catalogue.events import ProductsChanged
from comptoir.domains.catalogue.models import Product as ProductModel
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.queries import product
from comptoir.domains.catalogue.rules import draft_errors, tidy_draft
from comptoir.domains.catalogue.values import (
    PRODUCT_STATES,
    Product,
    ProductDraft,
    ProductId,
    ProductStatus,
    Variant,
    VariantId,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute
from comptoir.kernel.texts import slug_of
from comptoir.kernel.transitions import move


def update_product(*, product_id: ProductId, draft: ProductDraft, version: int, actor: Actor, now: datetime) -> None:
    """Write a product anew: texts, options, variants, attributes, categories. Status and pictures stay as they are.

    A variant that the draft leaves out is no longer sold; it is not deleted, since orders and stock know it. An address
    that the draft leaves empty stays, whatever becomes of the title; a new one redirects from the old. A language that
    has a title and no address of its own gets one. Writing what is there already changes nothing.

    :raises ProductChanged: when ``version`` is no longer the product's: somebody else was faster, and nothing is lost.
    :raises UnknownProduct: (``UnknownVariant``, ``UnknownCategory``, ``UnknownAttribute``) for what does not exist.
    :raises ManyInvalid: with everything that is wrong about the draft, by field.
    :raises SkuTaken: when another product has one of the SKUs.
    :raises SlugTaken: when an address that was asked for leads to another product.
    """
    actor.must(CATALOGUE_EDIT)
    with transaction.atomic(savepoint=False):
        known = product(product_id)
        if known.version != version:
            raise ProductChanged(version=known.version)
        given, draft = draft, tidy_draft(_on_top_of(known, draft), language=settings.LANGUAGE_CODE)
        if errors := tuple(draft_errors(draft)):
            raise ManyInvalid(errors=errors)
        draft = _addressed(known, draft, given)
        variants = _variant_rows(known, draft)
        before, after = _facts_of(known), _facts_of_draft(draft, variants)
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            return
        _write_product(known, draft, now)
        if "variants" in changed:
            _write_variants(known, variants)
        if "categories" in changed:
            execute("DELETE FROM catalogue_productcategory WHERE product_id = %s", [known.id])
            write_categories([(known.id, draft)], category_ids([draft]))
        if "attributes" in changed:
            check_attributes([draft])
            execute("DELETE FROM catalogue_productattribute WHERE product_id = %s", [known.id])
            write_attributes([(known.id, draft)])
        record(
            action="updated",
            subject_type="catalogue.product",
            subject_id=known.id,
            actor=actor,
            now=now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        emit(ProductsChanged(product_ids=(known.id,)))


def set_product_status(
    *, product_id: ProductId, status: ProductStatus, actor: Actor, now: datetime, because: str = ""
) -> None:
    """Put a product on sale, take it back to a draft, or archive it.

    :raises UnknownProduct: when there is none.
    :raises MoveRefused: when it has that status already.
    """
    actor.must(CATALOGUE_EDIT)
    with transaction.atomic(savepoint=False):
        row = ProductModel.objects.filter(id=product_id).first()
        if row is None:
            raise UnknownProduct(id=str(product_id))
        published_at = row.published_at or (now if status == ProductStatus.ACTIVE else None)
        changes = {"updated_at": now, "published_at": published_at}
        move(row, to=status, table=PRODUCT_STATES, actor=actor, now=now, because=because, changes=changes)
        emit(ProductsChanged(product_ids=(product_id,)))


def _on_top_of(known: Product, draft: ProductDraft) -> ProductDraft:
    """The draft with the addresses that it leaves as they are."""
    given = {language: slug for language, slug in draft.slugs.items() if slug_of(slug)}
    slug = slug_of(draft.slug) or given.get(settings.LANGUAGE_CODE, "") or known.slug
    return replace(draft, slug=slug, slugs={**known.slugs, **given}, media=())


def _addressed(known: Product, draft: ProductDraft, given: ProductDraft) -> ProductDraft:
    """The draft with addresses that are the product's own. A statement, where any of them is new."""
    had = {**known.slugs, settings.LANGUAGE_CODE: known.slug}
    new = {language: slug for language, slug in addresses_of(draft).items() if had.get(language) != slug}
    if not new:
        return draft
    # The addresses before the row that carries them: whoever comes second learns from the claim that one is taken.
    addresses = {**addresses_of(draft), **claim_slugs([(known.id, new)])[known.id]}
    must_have(given, addresses)
    return with_addresses(draft, addresses)


def _write_product(known: Product, draft: ProductDraft, now: datetime) -> None:
    # Conditional on the version that was read: of two writers at once the second finds no row and overwrites nothing.
    written = ProductModel.objects.filter(id=known.id, version=known.version).update(
        **product_columns(draft), updated_at=now, version=known.version + 1
    )
    if not written:
        raise ProductChanged(version=known.version)


def _variant_rows(known: Product, draft: ProductDraft) -> list[dict[str, Any]]:
    """The product's variants as they shall be: those of the draft, then those it leaves out, no longer sold."""
    by_id = {variant.id: variant for variant in known.variants}
    by_sku = {variant.sku.lower(): variant for variant in known.variants}
    rows = []
    for position, wanted in enumerate(draft.variants):
        if wanted.id is not None and wanted.id not in by_id:
            raise UnknownVariant(field=f"variants.{position}", id=str(wanted.id))
        same = by_id[wanted.id] if wanted.id else by_sku.get(wanted.sku.lower())
        id = same.id if same else VariantId(new_id())
        rows.append(variant_row(wanted, id=id, product_id=known.id, position=position))
    kept = {row["id"] for row in rows}
    left_out = [variant for variant in known.variants if variant.id not in kept]
    return rows + [_retired(variant, known.id, len(rows) + index) for index, variant in enumerate(left_out)]


def _retired(variant: Variant, product_id: ProductId, position: int) -> dict[str, Any]:
    return {**_variant_facts(variant), "product_id": product_id, "position": position, "active": False}


def _write_variants(known: Product, rows: list[dict[str, Any]]) -> None:
    # Parked first: two variants may swap their SKUs or options, and no moment in between may break a constraint.
    skus = {variant.id: variant.sku.lower() for variant in known.variants}
    renamed = [row["id"] for row in rows if row["id"] in skus and row["sku"].lower() != skus[row["id"]]]
    execute(
        """UPDATE catalogue_variant SET active = FALSE, sku = CASE WHEN id = ANY(%s) THEN id::text ELSE sku END
            WHERE product_id = %s""",
        [renamed, known.id],
    )
    columns = [name for name in rows[0] if name not in ("id", "product_id")]
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
    with facts_of_constraints():
        insert("catalogue_variant", rows, then=f"ON CONFLICT (id) DO UPDATE SET {changes}")


def _facts_of(known: Product) -> dict[str, Any]:
    codes = category_codes(known.category_ids)
    return {
        "slug": known.slug,
        "slugs": known.slugs,
        "titles": known.titles,
        "summaries": known.summaries,
        "descriptions": known.descriptions,
        "maker": known.maker,
        "tax_class": str(known.tax_class),
        "withdrawal": str(known.withdrawal),
        "options": [{"code": option.code, "name": option.name} for option in known.options],
        "position": known.position,
        "categories": [codes[id] for id in known.category_ids],
        "attributes": sorted((a.attribute, a.value, _plain(a.value_name)) for a in known.attributes),
        "variants": [_variant_facts(variant) for variant in known.variants],
    }


def _facts_of_draft(draft: ProductDraft, variants: list[dict[str, Any]]) -> dict[str, Any]:
    columns = product_columns(draft)
    del columns["find_text"], columns["sort_title"]
    return {
        **columns,
        "categories": list(draft.categories),
        "attributes": sorted((a.attribute, a.value, _plain(a.value_name)) for a in draft.attributes),
        "variants": [{name: row[name] for name in row if name not in ("product_id", "position")} for row in variants],
    }


def _variant_facts(variant: Variant) -> dict[str, Any]:
    return {
        "id": variant.id,
        "sku": variant.sku,
        "option_values": variant.option_values,
        "barcode": variant.barcode,
        "weight_grams": variant.weight_grams,
        "net_amount": variant.net_amount,
        "net_unit": variant.net_unit,
        "active": variant.active,
    }


def _plain(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(texts.items())
