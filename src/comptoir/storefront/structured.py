"""JSON-LD: what a page says to search engines in their own words (schema.org)."""

import json
from collections.abc import Mapping
from typing import Any

_DANGEROUS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def json_ld(data: Mapping[str, Any]) -> str:
    """The document as text that nothing in it can close: markup characters become JSON escapes."""
    return json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":")).translate(
        _DANGEROUS
    )
