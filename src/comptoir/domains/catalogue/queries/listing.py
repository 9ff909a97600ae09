from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from comptoir.domains.catalogue.errors import UnknownCategory
from comptoir.domains.catalogue.permissions import CATALOGUE_VIEW
from comptoir.domains.catalogue.queries.categories import category_tree
from comptoir.domains.catalogue.queries.reading import read_media
from comptoir.domains.catalogue.values import (
    CategoryId,
    ProductId,
    ProductRow,
    ProductSort,
    ProductStatus,
    VariantId,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.paging import MAX_PAGE_SIZE, Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch
from comptoir.kernel.texts import folded

# Ids are UUIDv7: their order is that of creation.
_SORTS: dict[ProductSort, tuple[str, str, str, list[Callable[[Any], Any]]]] = {
    ProductSort.NEWEST: ("p.id DESC", "p.id < %s", "ARRAY[p.id::text]", [UUID]),
    ProductSort.UPDATED: (
        "p.updated_at DESC, p.id DESC",
        "(p.updated_at, p.id) < (%s, %s)",
        "ARRAY[p.updated_at::text, p.id::text]",
        [datetime.fromisoformat, UUID],
    ),
    ProductSort.TITLE: (
        "p.sort_title, p.id",
        "(p.sort_title, p.id) > (%s, %s)",
        "ARRAY[p.sort_title, p.id::text]",
        [str, UUID],
    ),
}

_ROW = """json_build_object(
    'id', p.id, 'slug', p.slug, 'titles', p.titles, 'maker', p.maker, 'state', p.state, 'updated_at', p.updated_at,
    'key', {key},
    'variants', (SELECT coalesce(json_agg(json_build_array(v.id, v.sku) ORDER BY v.position, v.id), '[]')
                   FROM catalogue_variant AS v WHERE v.product_id = p.id AND v.active),
    'categories', (SELECT coalesce(json_agg(pc.category_id ORDER BY pc.position, pc.id), '[]')
                     FROM catalogue_productcategory AS pc WHERE pc.product_id = p.id),
    'image', (SELECT to_json(m) FROM catalogue_media AS m WHERE m.product_id = p.id ORDER BY m.position, m.id LIMIT 1)
)::text"""


def product_rows(
    *,
    actor: Actor,
    q: str = "",
    status: ProductStatus | None = None,
    category: str = "",
    sort: ProductSort = ProductSort.NEWEST,
    cursor: str | None = None,
    page_size: int = 50,
) -> Page[ProductRow]:
    """The back office's product list. One statement beside the remembered tree, and no page costs more than the first.

    Every word of ``q`` must be found in a title, the maker or a SKU. ``category`` is a code; what lies below it counts.

    :raises UnknownCategory: when there is no such category.
    """
    actor.must(CATALOGUE_VIEW)
    order, after, key, kinds = _SORTS[sort]
    size = min(max(page_size, 1), MAX_PAGE_SIZE)
    conditions, parameters = _conditions(q, status, category)
    if cursor:
        conditions.append(after)
        parameters += decode_cursor(cursor, kinds)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = fetch(
        f"""SELECT {_ROW.format(key=key)}
              FROM (SELECT * FROM catalogue_product AS p {where} ORDER BY {order} LIMIT %s) AS p ORDER BY {order}""",
        [*parameters, size + 1],
    )
    return page_of([orjson.loads(text) for (text,) in rows], size=size, key=lambda row: row["key"], show=_row)


def _conditions(q: str, status: ProductStatus | None, category: str) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    parameters: list[Any] = []
    for word in folded(q).split()[:10]:
        conditions.append("p.find_text LIKE %s")
        parameters.append(f"%{_literally(word)}%")
    if status is not None:
        conditions.append("p.state = %s")
        parameters.append(status)
    if category:
        tree = category_tree()
        if category not in tree.by_code:
            raise UnknownCategory(category=category)
        conditions.append(
            """EXISTS (SELECT FROM catalogue_productcategory AS pc
                        WHERE pc.product_id = p.id AND pc.category_id = ANY(%s))"""
        )
        parameters.append(list(tree.within(tree.by_code[category].id)))
    return conditions, parameters


def _literally(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _row(row: dict[str, Any]) -> ProductRow:
    return ProductRow(
        id=ProductId(UUID(row["id"])),
        slug=row["slug"],
        titles=row["titles"],
        maker=row["maker"],
        status=ProductStatus(row["state"]),
        skus=tuple(sku for _, sku in row["variants"]),
        variant_ids=tuple(VariantId(UUID(id)) for id, _ in row["variants"]),
        category_ids=tuple(CategoryId(UUID(id)) for id in row["categories"]),
        image=read_media(row["image"]) if row["image"] else None,
        updated_at=datetime.fromisoformat(row["updated_at"]),
    )
