"""JSON-LD: what a page says to search engines in their own words (schema.org)."""

from collections.abc import Mapping
from typing import Any

import orjson

_DANGEROUS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def json_ld(data: Mapping[str, Any]) -> str:
    """The document as text that nothing in it can close: markup characters become JSON escapes."""
    text = orjson.dumps({"@context": "https://schema.org", **data}).decode()
    for character, escape in _DANGEROUS.items():
        text = text.replace(character, escape)
    return text
