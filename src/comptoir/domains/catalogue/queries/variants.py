from collections.abc import Collection
from typing import Any
from uuid import UUID

import orjson

from comptoir.domains.catalogue.queries.reading import read_media
from comptoir.domains.catalogue.rules import options_line
from comptoir.domains.catalogue.values import (
    NetUnit,
    ProductId,
    TaxClass,
    VariantCard,
    VariantId,
    VariantKind,
    Withdrawal,
)
from comptoir.kernel.sql import fetch

# A variant without a picture of its own shows its product's first.
_CARDS = """
    SELECT json_build_object(
             'id', v.id, 'product_id', v.product_id, 'sku', v.sku, 'option_values', v.option_values,
             'weight_grams', v.weight_grams, 'net_amount', v.net_amount, 'net_unit', v.net_unit,
             'active', v.active AND p.state = 'active', 'kind', v.kind,
             'titles', p.titles, 'options', p.options, 'tax_class', p.tax_class, 'withdrawal', p.withdrawal,
             'slug', p.slug, 'slugs', p.slugs,
             'image', (SELECT to_json(m) FROM catalogue_media AS m WHERE m.product_id = v.product_id
                        ORDER BY (m.variant_id IS NOT DISTINCT FROM v.id) DESC, m.position, m.id LIMIT 1)
           )::text
      FROM catalogue_variant AS v JOIN catalogue_product AS p ON p.id = v.product_id"""


def variants_for(variant_ids: Collection[VariantId]) -> dict[VariantId, VariantCard]:
    """These variants, in the order asked for; unknown ids are left out. One statement."""
    found = {card.id: card for card in _cards("WHERE v.id = ANY(%s)", [list(variant_ids)])}
    return {id: found[id] for id in variant_ids if id in found}


def variants_by_sku(skus: Collection[str]) -> dict[str, VariantCard]:
    """The variants of these SKUs, whatever their letters' case; keys are the SKUs as given. One statement."""
    found = {
        card.sku.lower(): card
        for card in _cards("WHERE lower(v.sku) = ANY(%s)", [sorted({sku.lower() for sku in skus})])
    }
    return {sku: found[sku.lower()] for sku in skus if sku.lower() in found}


def variants_by_code(code: str) -> tuple[VariantCard, ...]:
    """What a label or a barcode says: the variant of that SKU, whatever its letters' case, or those of that barcode.
    One statement."""
    where = "WHERE lower(v.sku) = lower(%s) OR (v.barcode <> '' AND v.barcode = %s) ORDER BY v.sku"
    return tuple(_cards(where, [code, code])) if code else ()


def variants_of(product_ids: Collection[ProductId]) -> dict[ProductId, tuple[VariantCard, ...]]:
    """The variants of these products, in their order, inactive ones included. One statement."""
    cards = _cards("WHERE v.product_id = ANY(%s) ORDER BY v.position, v.id", [list(product_ids)])
    found: dict[ProductId, list[VariantCard]] = {id: [] for id in product_ids}
    for card in cards:
        found[card.product_id].append(card)
    return {id: tuple(variants) for id, variants in found.items()}


def _cards(where: str, parameters: list[Any]) -> list[VariantCard]:
    return [_card(orjson.loads(text)) for (text,) in fetch(f"{_CARDS} {where}", parameters)]


def _card(row: dict[str, Any]) -> VariantCard:
    return VariantCard(
        id=VariantId(UUID(row["id"])),
        product_id=ProductId(UUID(row["product_id"])),
        sku=row["sku"],
        title=row["titles"],
        options=options_line([option["code"] for option in row["options"]], row["option_values"]),
        tax_class=TaxClass(row["tax_class"]),
        withdrawal=Withdrawal(row["withdrawal"]),
        weight_grams=row["weight_grams"],
        net_amount=row["net_amount"],
        net_unit=NetUnit(row["net_unit"]),
        slug=row["slug"],
        image=read_media(row["image"]) if row["image"] else None,
        active=row["active"],
        kind=VariantKind(row["kind"]),
        slugs=row["slugs"],
    )
