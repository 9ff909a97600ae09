import re
from collections import Counter
from collections.abc import Sequence

from comptoir.domains.imports.errors import KINDS_OF_FILES, ColumnTwice, OtherKindOfFile, WrongColumns
from comptoir.domains.imports.values import Column, Header

SEPARATORS = (",", ";", "\t")
_FAMILY = "Google Shopping / "
_KNOWN = {column.casefold(): column for column in Column} | {"custom product type": Column.TYPE}
_OTHERS = (
    ({"url handle", "title"}, "shopify_newer_products"),
    ({"handle", "location", "on hand (current)"}, "shopify_inventory"),
    ({"handle", "location", "available"}, "shopify_inventory"),
    ({"financial status", "lineitem name"}, "shopify_orders"),
    ({"accepts email marketing", "email"}, "shopify_customers"),
    ({"regular price", "sku", "name"}, "woocommerce_products"),
    ({"handleid", "fieldtype"}, "wix_products"),
    ({"sku", "attribute_set_code"}, "magento_products"),
)
"""Kinds of files by columns that give them away."""


def separator_of(first_line: str) -> str:
    """The separator under which the first line names the most columns we know; a comma if none does."""
    return max(SEPARATORS, key=lambda separator: sum(_plain(cell) in _KNOWN for cell in first_line.split(separator)))


def header_of(cells: Sequence[str]) -> Header:
    """The columns of a first row, in whatever order and case they stand.

    :raises OtherKindOfFile: when the columns are those of another export that we know.
    :raises WrongColumns: when the handle is missing, or everything but it.
    :raises ColumnTwice: when a column that matters is there twice.
    """
    names = [_plain(cell) for cell in cells]
    columns = tuple(_KNOWN.get(name) for name in names)
    found = [column for column in columns if column is not None]
    for anchors, kind in _OTHERS:
        if anchors <= set(names):
            raise OtherKindOfFile(field="file", kind=KINDS_OF_FILES[kind])
    if Column.HANDLE not in found or len(set(found)) < 2:
        missing = [column for column in (Column.HANDLE, Column.TITLE, Column.PRICE) if column not in found]
        raise WrongColumns(field="file", columns=", ".join(missing))
    for column, times in Counter(found).items():
        if times > 1:
            raise ColumnTwice(field="file", column=str(column))
    ignored = (" ".join(cell.split()) for cell, column in zip(cells, columns, strict=True) if column is None)
    return Header(columns=columns, ignored=tuple(_in_families([name for name in ignored if name])))


def _plain(cell: str) -> str:
    return re.sub(r"\s+", " ", cell.strip(" \t\ufeff\"'")).casefold()


def _in_families(names: list[str]) -> list[str]:
    """The dozen advertising columns that every export carries are named once."""
    family = [name for name in names if name.startswith(_FAMILY)]
    others = [name for name in names if not name.startswith(_FAMILY)]
    return [*others, f"{_FAMILY}… ({len(family)})"] if len(family) > 1 else names
