"""Rows that belong together, and what only shows when the whole file has been seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from comptoir.domains.imports.errors import ProductTooLong
from comptoir.domains.imports.values import Column, Note, Record, SourceProduct

MOST_ROWS = 5_000
"""Of one product: several times what any shop allows. A file in which one has more has something else in the column."""


def grouped(records: Iterable[Record]) -> Iterator[tuple[str, list[Record]]]:
    """The rows of each product, which repeat its handle or leave it empty. Rows before any handle come under "".

    :raises ProductTooLong: when one has more rows than a product can have.
    """
    handle, rows = "", list[Record]()
    for record in records:
        own = record.cells.get(Column.HANDLE, "")
        if rows and own and own != handle:
            yield handle, rows
            rows = []
        handle = own or handle
        rows.append(record)
        if len(rows) > MOST_ROWS:
            raise ProductTooLong(field="file", line=record.line, handle=handle[:40], limit=MOST_ROWS)
    if rows:
        yield handle, rows


@dataclass(slots=True)
class _Lines:
    """On which lines names stand. Little for each, as a file may hold a million."""

    _first: dict[str, int] = field(default_factory=dict)
    _more: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, line: int) -> None:
        first = self._first.setdefault(name, line)
        if first != line:
            self._more.setdefault(name, [first]).append(line)

    def others(self, name: str, line: int) -> str:
        """The first few other lines on which it stands, for people; "" when there is none."""
        return ", ".join([str(other) for other in self._more.get(name, ()) if other != line][:5])


@dataclass(slots=True)
class Survey:
    """What a first reading of the whole file tells: how much there is, and which products get in each other's way."""

    products: int = 0
    variants: int = 0
    rows: int = 0
    pictures: int = 0
    pieces: int = 0
    _handles: _Lines = field(default_factory=_Lines)
    _skus: _Lines = field(default_factory=_Lines)

    def add(self, product: SourceProduct) -> None:
        self.products += 1
        self.variants += len(product.variants)
        self.rows += len(product.rows)
        self.pictures += len(product.pictures or ())
        self.pieces += sum(variant.quantity or 0 for variant in product.variants)
        self._handles.add(product.source_id, product.line)
        for variant in product.variants:
            self._skus.add(variant.sku.lower(), variant.line)

    def checked(self, product: SourceProduct) -> SourceProduct:
        """The product with the problems that other products of the file cause."""
        problems = []
        if others := self._handles.others(product.source_id, product.line):
            problems.append(Note(line=product.line, column=Column.HANDLE, code="rows_apart", facts={"others": others}))
        for variant in product.variants:
            if others := self._skus.others(variant.sku.lower(), variant.line):
                facts = {"sku": variant.sku, "others": others}
                problems.append(Note(line=variant.line, column=Column.SKU, code="sku_shared", facts=facts))
        return replace(product, problems=(*product.problems, *problems)) if problems else product
