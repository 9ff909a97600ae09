from collections.abc import Collection
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import MediaId, ProductId
from comptoir.domains.imports.values import Content, Link, LinkPictures, ShownPicture
from comptoir.kernel.sql import fetch


def links_for(source_ids: Collection[str], *, source: str) -> dict[str, Link]:
    """The products here that these products of a source have become; those not imported yet are left out."""
    rows = fetch(
        """SELECT source_id, product_id, content, content_hash, pictures FROM imports_sourcelink
            WHERE source = %s AND source_id = ANY(%s)""",
        [source, list(source_ids)],
    )
    return {
        source_id: Link(
            source=source,
            source_id=source_id,
            product_id=ProductId(product_id),
            content=_content(content),
            content_hash=content_hash,
            pictures=_pictures(pictures),
        )
        for source_id, product_id, content, content_hash, pictures in rows
    }


def _content(row: dict[str, Any]) -> Content:
    pictures = row["pictures"]
    return Content(
        fields=row["fields"],
        variants=row["variants"],
        pictures=None if pictures is None else tuple((address, alt, sku) for address, alt, sku in pictures),
    )


def _pictures(row: dict[str, Any]) -> LinkPictures:
    return LinkPictures(
        shown=tuple(
            ShownPicture(address=address, sku=sku, media_id=MediaId(UUID(media_id)))
            for address, sku, media_id in row["shown"]
        ),
        missing=tuple(row["missing"]),
        placeholder=MediaId(UUID(row["placeholder"])) if row["placeholder"] else None,
    )
