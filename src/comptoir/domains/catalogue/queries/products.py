from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings

from comptoir.domains.catalogue.errors import UnknownProduct
from comptoir.domains.catalogue.queries.categories import category_tree
from comptoir.domains.catalogue.queries.reading import read_product
from comptoir.domains.catalogue.rules import draft_errors, tidy_draft
from comptoir.domains.catalogue.values import CategoryId, Product, ProductDraft, ProductId, ProductStatus
from comptoir.kernel.errors import Invalid
from comptoir.kernel.sql import fetch

_PRODUCTS = """
    SELECT json_build_object(
             'id', p.id, 'slug', p.slug, 'slugs', p.slugs,
             'titles', p.titles, 'summaries', p.summaries, 'descriptions', p.descriptions,
             'maker', p.maker, 'tax_class', p.tax_class, 'withdrawal', p.withdrawal,
             'state', p.state, 'options', p.options, 'position', p.position,
             'version', p.version, 'published_at', p.published_at, 'created_at', p.created_at,
             'updated_at', p.updated_at,
             'variants', (SELECT coalesce(json_agg(v ORDER BY v.position, v.id), '[]')
                            FROM catalogue_variant AS v WHERE v.product_id = p.id),
             'media', (SELECT coalesce(json_agg(m ORDER BY m.position, m.id), '[]')
                         FROM catalogue_media AS m WHERE m.product_id = p.id),
             'attributes', (SELECT coalesce(json_agg(json_build_object(
                                     'code', a.code, 'names', a.names, 'facet', a.facet,
                                     'value', pa.value, 'value_names', pa.value_names)
                                     ORDER BY a.position, a.code, pa.id), '[]')
                              FROM catalogue_productattribute AS pa
                              JOIN catalogue_attribute AS a ON a.code = pa.attribute_id
                             WHERE pa.product_id = p.id),
             'categories', (SELECT coalesce(json_agg(pc.category_id ORDER BY pc.position, pc.id), '[]')
                              FROM catalogue_productcategory AS pc WHERE pc.product_id = p.id),
             'related', (SELECT coalesce(json_agg(r.other_id ORDER BY r.position, r.id), '[]')
                           FROM catalogue_relatedproduct AS r WHERE r.product_id = p.id)
           )::text
      FROM catalogue_product AS p"""


def product_by_slug(slug: str, *, any_status: bool = False) -> Product:
    """The product on sale under that address, with everything its page shows. One statement.

    Former addresses and those of other languages lead to their product too: where ``.slug_in(…)`` differs from the one
    asked for, redirect.
    ``any_status`` also finds what is not on sale.

    :raises UnknownProduct: when there is none.
    """
    found = _products(
        "WHERE p.id = (SELECT product_id FROM catalogue_productslug WHERE slug = %s) AND (%s OR p.state = 'active')",
        [slug, any_status],
    )
    if not found:
        raise UnknownProduct(slug=slug)
    return found[0]


def product(id: ProductId) -> Product:
    """The product of that id, whatever its status.

    :raises UnknownProduct: when there is none.
    """
    found = _products("WHERE p.id = %s", [id])
    if not found:
        raise UnknownProduct(id=str(id))
    return found[0]


def products_for(ids: Collection[ProductId]) -> dict[ProductId, Product]:
    """These products, whatever their status, in the order asked for; unknown ids are left out. One statement."""
    found = {product.id: product for product in _products("WHERE p.id = ANY(%s)", [list(ids)])}
    return {id: found[id] for id in ids if id in found}


def changes_of(ids: Collection[ProductId]) -> dict[ProductId, datetime]:
    """When each of these products was last changed: texts, pictures, variants; not its price."""
    rows = fetch("SELECT id, updated_at FROM catalogue_product WHERE id = ANY(%s)", [list(ids)])
    return {ProductId(id): updated_at for id, updated_at in rows}


def product_ids(
    *, after: ProductId | None = None, limit: int = 1_000, status: ProductStatus | None = None
) -> list[ProductId]:
    """Ids in their own order, from the one after ``after`` on: for going through the whole catalogue in steps."""
    rows = fetch(
        """SELECT id FROM catalogue_product
            WHERE (%(after)s::uuid IS NULL OR id > %(after)s) AND (%(state)s::text IS NULL OR state = %(state)s)
            ORDER BY id LIMIT %(limit)s""",
        {"after": after, "state": status, "limit": limit},
    )
    return [ProductId(id) for (id,) in rows]


def products_in(category_ids: Collection[CategoryId]) -> set[ProductId]:
    """The products that lie in these categories or below them, whatever their status. One statement."""
    tree = category_tree()
    below = {id for category_id in category_ids for id in tree.within(category_id)}
    rows = fetch("SELECT DISTINCT product_id FROM catalogue_productcategory WHERE category_id = ANY(%s)", [list(below)])
    return {ProductId(id) for (id,) in rows}


def problems_of(draft: ProductDraft) -> tuple[Invalid, ...]:
    """What ``create_product`` would refuse about the draft by itself, without asking the database: for a dry run."""
    return tuple(draft_errors(tidy_draft(draft, language=settings.LANGUAGE_CODE)))


def _products(where: str, parameters: list[Any]) -> list[Product]:
    return [read_product(orjson.loads(text)) for (text,) in fetch(f"{_PRODUCTS} {where}", parameters, prepared=True)]
