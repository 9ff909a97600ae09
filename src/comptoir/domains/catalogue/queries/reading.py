"""From rows that PostgreSQL has written as JSON to values: one statement brings a product with all that hangs on it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import (
    AttributeValue,
    CategoryId,
    Media,
    MediaId,
    NetUnit,
    Option,
    Product,
    ProductId,
    ProductStatus,
    TaxClass,
    Variant,
    VariantId,
    VariantKind,
    Withdrawal,
)

type Row = dict[str, Any]


def read_product(row: Row) -> Product:
    return Product(
        id=ProductId(UUID(row["id"])),
        slug=row["slug"],
        titles=row["titles"],
        summaries=row["summaries"],
        descriptions=row["descriptions"],
        maker=row["maker"],
        tax_class=TaxClass(row["tax_class"]),
        withdrawal=Withdrawal(row["withdrawal"]),
        status=ProductStatus(row["state"]),
        options=tuple(Option(code=option["code"], name=option["name"]) for option in row["options"]),
        variants=tuple(map(read_variant, row["variants"])),
        media=tuple(map(read_media, row["media"])),
        attributes=tuple(map(_attribute_value, row["attributes"])),
        category_ids=tuple(CategoryId(UUID(id)) for id in row["categories"]),
        position=row["position"],
        published_at=datetime.fromisoformat(row["published_at"]) if row["published_at"] else None,
        created_at=datetime.fromisoformat(row["created_at"]),
        updated_at=datetime.fromisoformat(row["updated_at"]),
        version=row["version"],
        related_ids=tuple(ProductId(UUID(id)) for id in row["related"]),
        slugs=row["slugs"],
    )


def read_variant(row: Row) -> Variant:
    return Variant(
        id=VariantId(UUID(row["id"])),
        sku=row["sku"],
        option_values=row["option_values"],
        barcode=row["barcode"],
        weight_grams=row["weight_grams"],
        net_amount=row["net_amount"],
        net_unit=NetUnit(row["net_unit"]),
        active=row["active"],
        kind=VariantKind(row["kind"]),
    )


def read_media(row: Row) -> Media:
    return Media(
        id=MediaId(UUID(row["id"])),
        path=row["path"],
        alts=row["alts"],
        width=row["width"],
        height=row["height"],
        widths=tuple(row["widths"]),
        variant_id=VariantId(UUID(row["variant_id"])) if row["variant_id"] else None,
        avif=row["avif"],
    )


def _attribute_value(row: Row) -> AttributeValue:
    return AttributeValue(
        attribute=row["code"],
        attribute_name=row["names"],
        value=row["value"],
        value_name=row["value_names"],
        facet=row["facet"],
    )
