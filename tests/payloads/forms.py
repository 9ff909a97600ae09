"""Every form of a page with every field that takes a text, as a browser would send it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html

_TEXTS = frozenset({"text", "search", "url", "tel", "email", "password"})
_LIMIT = 2_000


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form as it stands, and one of its fields to write into. ``rich`` takes HTML."""

    action: str
    method: str
    values: dict[str, Any]
    field: str
    limit: int
    rich: bool


def forms_of(html: str, path: str) -> Iterator[Filled]:
    """Each text field of each form of the page."""
    for form in lxml.html.fromstring(html).forms:
        values: dict[str, Any] = {}
        for name, value in form.form_values():
            known = values.get(name)
            values[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
        pressed = form.xpath(".//button[@name and not(@tabindex)]") or form.xpath(".//button[@name]")
        if pressed:
            values[pressed[0].get("name")] = pressed[0].get("value", "")
        for field in form.xpath(".//input[@name] | .//textarea[@name]"):
            if field.tag == "input" and field.get("type", "text") not in _TEXTS:
                continue
            yield Filled(
                action=form.get("action") or path,
                method=(form.get("method") or "get").lower(),
                values=values,
                field=str(field.get("name")),
                limit=min(int(field.get("maxlength") or _LIMIT), _LIMIT),
                rich=field.get("data-rich") is not None,
            )
