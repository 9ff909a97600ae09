"""JSON-LD: what a page says to search engines in their own words (schema.org)."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from comptoir.storefront.pages.parts import Link
from comptoir.storefront.whole import absolute

_DANGEROUS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def json_ld(data: Mapping[str, Any]) -> str:
    """The document as text that nothing in it can close: markup characters become JSON escapes."""
    text = orjson.dumps({"@context": "https://schema.org", **data}).decode()
    for character, escape in _DANGEROUS.items():
        text = text.replace(character, escape)
    return text


def breadcrumbs(crumbs: Sequence[Link], here: str) -> str:
    """The way from the front of the shop to the page at ``here``, whose own crumb has no address."""
    return json_ld(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": place,
                    "name": crumb.label,
                    "item": absolute(crumb.href) if crumb.href else here,
                }
                for place, crumb in enumerate(crumbs, 1)
            ],
        }
    )
