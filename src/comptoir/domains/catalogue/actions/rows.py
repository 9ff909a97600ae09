"""What adding and updating share: codes looked up, rows written in sets, constraints told as facts."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from psycopg.errors import UniqueViolation
from psycopg.types.json import Json

from comptoir.domains.catalogue.errors import SameOptionsTwice, SkuTaken, UnknownAttribute, UnknownCategory
from comptoir.domains.catalogue.rules import find_text
from comptoir.domains.catalogue.values import ProductDraft, VariantDraft
from comptoir.kernel.sql import execute, fetch, to_json
from comptoir.kernel.texts import folded, text_in

_VALUE = re.compile(r"=\((.*)\) already exists")


def insert(table: str, rows: Sequence[dict[str, Any]], *, then: str = "") -> int:
    """Insert rows of equal columns in one statement; the table's own types read the JSON. Returns how many it wrote."""
    if not rows:
        return 0
    columns = ", ".join(rows[0])
    return execute(
        f"""INSERT INTO {table} ({columns})
            SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s) {then}""",
        [Json(rows, dumps=to_json)],
    )


def category_ids(drafts: Sequence[ProductDraft]) -> dict[str, UUID]:
    """The ids of all categories that the drafts name.

    :raises UnknownCategory: for the first that does not exist.
    """
    codes = {code for draft in drafts for code in draft.categories}
    found = (
        dict(fetch("SELECT code, id FROM catalogue_category WHERE code = ANY(%s)", [sorted(codes)])) if codes else {}
    )
    if missing := codes - set(found):
        raise UnknownCategory(field="categories", category=min(missing))
    return found


def category_codes(ids: Collection[UUID]) -> dict[UUID, str]:
    """The codes of these categories, read afresh: the remembered tree may be a moment older than the product."""
    if not ids:
        return {}
    return dict(fetch("SELECT id, code FROM catalogue_category WHERE id = ANY(%s)", [list(ids)]))


def check_attributes(drafts: Sequence[ProductDraft]) -> None:
    """That the attributes which the drafts name exist.

    :raises UnknownAttribute: for the first that does not.
    """
    codes = {attribute.attribute for draft in drafts for attribute in draft.attributes}
    if not codes:
        return
    found = {code for (code,) in fetch("SELECT code FROM catalogue_attribute WHERE code = ANY(%s)", [sorted(codes)])}
    if missing := codes - found:
        raise UnknownAttribute(field="attributes", attribute=min(missing))


def write_categories(products: Sequence[tuple[UUID, ProductDraft]], known: dict[str, UUID]) -> None:
    insert(
        "catalogue_productcategory",
        [
            {"product_id": id, "category_id": known[code], "position": position}
            for id, draft in products
            for position, code in enumerate(draft.categories)
        ],
    )


def write_attributes(products: Sequence[tuple[UUID, ProductDraft]]) -> None:
    insert(
        "catalogue_productattribute",
        [
            {
                "product_id": id,
                "attribute_id": attribute.attribute,
                "value": attribute.value,
                "value_names": attribute.value_name,
            }
            for id, draft in products
            for attribute in draft.attributes
        ],
    )


def variant_row(variant: VariantDraft, *, id: UUID, product_id: UUID, position: int) -> dict[str, Any]:
    return {
        "id": id,
        "product_id": product_id,
        "sku": variant.sku,
        "option_values": variant.option_values,
        "barcode": variant.barcode,
        "weight_grams": variant.weight_grams,
        "net_amount": variant.net_amount,
        "net_unit": variant.net_unit,
        "position": position,
        "active": variant.active,
    }


def product_columns(draft: ProductDraft) -> dict[str, Any]:
    """The columns of a product that a draft fills, at creation and at every update."""
    return {
        "slug": draft.slug,
        "slugs": dict(draft.slugs),
        "titles": dict(draft.titles),
        "summaries": dict(draft.summaries),
        "descriptions": dict(draft.descriptions),
        "maker": draft.maker,
        "tax_class": str(draft.tax_class),
        "withdrawal": str(draft.withdrawal),
        "options": [{"code": option.code, "name": dict(option.name)} for option in draft.options],
        "position": draft.position,
        "find_text": find_text(draft.titles, draft.maker, [variant.sku for variant in draft.variants]),
        "sort_title": folded(text_in(draft.titles, settings.LANGUAGE_CODE)),
    }


def others_with_skus(rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The SKUs of these rows that belong to other variants, in their spelling."""
    found = fetch(
        "SELECT sku FROM catalogue_variant WHERE lower(sku) = ANY(%s) AND id <> ALL(%s) ORDER BY sku",
        [[row["sku"].lower() for row in rows], [row["id"] for row in rows]],
    )
    return tuple(sku for (sku,) in found)


@contextmanager
def facts_of_constraints() -> Iterator[None]:
    """Tell a broken constraint as the fact it stands for. The transaction is lost either way."""
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        if not isinstance(cause, UniqueViolation):
            raise
        if cause.diag.constraint_name == "catalogue_variant_sku":
            value = _VALUE.search(cause.diag.message_detail or "")
            raise SkuTaken(skus=(value[1] if value else "",)) from error
        if cause.diag.constraint_name == "catalogue_variant_options":
            raise SameOptionsTwice(field="variants") from error
        raise
