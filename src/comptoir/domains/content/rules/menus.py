"""Menus: read, tidied, checked. And where links lead."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from comptoir.domains.content.errors import BadTarget, TooManyParts
from comptoir.domains.content.values.designs import MenuColumn, MenuItem, Menus
from comptoir.kernel.errors import Invalid
from comptoir.kernel.texts import Texts, typed_line

MOST_ENTRIES = 24
MOST_BELOW = 20
MOST_COLUMNS = 4
_KNOWN = frozenset({"home", "products", "categories"})
_NAMED = re.compile(r"(category|page):[a-z0-9][a-z0-9-]{0,79}")
# Never anything that a browser would run.
_ADDRESS = re.compile(r"(https?://[^\s/?#]+[^\s]*|/(?!/)[^\s]*|mailto:[^\s]+@[^\s]+|tel:\+?[0-9 .()-]+)")


def is_target(text: str) -> bool:
    """Whether a link may lead there: one of our pages by name, or an address."""
    return text in _KNOWN or bool(_NAMED.fullmatch(text)) or bool(_ADDRESS.fullmatch(text))


def menus_read(found: Mapping[str, Any]) -> Menus:
    return Menus(
        header=tuple(map(_item_read, found.get("header", ()))),
        footer=tuple(
            MenuColumn(titles=column.get("titles", {}), items=tuple(map(_item_read, column.get("items", ()))))
            for column in found.get("footer", ())
        ),
    )


def _item_read(found: Mapping[str, Any]) -> MenuItem:
    return MenuItem(
        target=found.get("target", ""),
        labels=found.get("labels", {}),
        children=tuple(map(_item_read, found.get("children", ()))),
    )


def tidy_menus(menus: Menus) -> Menus:
    """Without entries that lead nowhere and say nothing, and without empty columns."""
    columns = (MenuColumn(titles=_lines(column.titles), items=_tidy(column.items)) for column in menus.footer)
    return Menus(
        header=_tidy(menus.header), footer=tuple(column for column in columns if column.items or column.titles)
    )


def _tidy(items: tuple[MenuItem, ...]) -> tuple[MenuItem, ...]:
    tidied = (
        MenuItem(target=item.target.strip(), labels=_lines(item.labels), children=_tidy(item.children))
        for item in items
    )
    return tuple(item for item in tidied if item.target or item.labels or item.children)


def _lines(texts: Texts) -> dict[str, str]:
    return {language: line for language, text in texts.items() if (line := typed_line(text))}


def menus_errors(menus: Menus) -> Iterator[Invalid]:
    """What is wrong with tidy menus; the field is ``header.0``, ``header.0.2`` or ``footer.1.3``."""
    if len(menus.header) > MOST_ENTRIES:
        yield TooManyParts(field="header", limit=MOST_ENTRIES)
    if len(menus.footer) > MOST_COLUMNS:
        yield TooManyParts(field="footer", limit=MOST_COLUMNS)
    yield from _items_errors(menus.header, "header")
    for number, column in enumerate(menus.footer):
        yield from _items_errors(column.items, f"footer.{number}")


def _items_errors(items: tuple[MenuItem, ...], place: str) -> Iterator[Invalid]:
    for number, item in enumerate(items):
        if not is_target(item.target):
            yield BadTarget(field=f"{place}.{number}", target=item.target)
        if len(item.children) > MOST_BELOW:
            yield TooManyParts(field=f"{place}.{number}", limit=MOST_BELOW)
        yield from _items_errors(item.children, f"{place}.{number}")
