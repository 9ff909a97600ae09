"""Rows that belong together, and what only shows when the whole file has been seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from comptoir.domains.imports.values import Column, Note, Record, SourceProduct
from comptoir.kernel.money import Money


def grouped(records: Iterable[Record]) -> Iterator[tuple[str, list[Record]]]:
    """The rows of each product, which repeat its handle or leave it empty. Rows before any handle come under ""."""
    handle, rows = "", list[Record]()
    for record in records:
        own = record.cells.get(Column.HANDLE, "")
        if rows and own and own != handle:
            yield handle, rows
            rows = []
        handle = own or handle
        rows.append(record)
    if rows:
        yield handle, rows


@dataclass(slots=True)
class Survey:
    """What a first reading of the whole file tells: how much there is, and which products get in each other's way."""

    products: int = 0
    rows: int = 0
    pictures: int = 0
    pieces: int = 0
    _handles: dict[str, list[int]] = field(default_factory=dict)
    _skus: dict[str, list[tuple[int, str, Money | None]]] = field(default_factory=dict)

    def add(self, product: SourceProduct) -> None:
        self.products += 1
        self.rows += len(product.rows)
        self.pictures += len(product.pictures or ())
        self.pieces += sum(variant.quantity or 0 for variant in product.variants)
        self._handles.setdefault(product.source_id, []).append(product.line)
        for variant in product.variants:
            self._skus.setdefault(variant.sku.lower(), []).append((variant.line, product.source_id, variant.price))

    def checked(self, product: SourceProduct) -> SourceProduct:
        """The product with the problems that other products of the file cause."""
        problems = [*self._rows_apart(product)]
        for variant in product.variants:
            users = self._skus.get(variant.sku.lower(), [])
            others = [(line, price) for line, _, price in users if line != variant.line]
            if others:
                code = "sku_shared" if all(price == variant.price for _, price in others) else "sku_shared_prices"
                facts = {"sku": variant.sku, "others": ", ".join(str(line) for line, _ in others[:5])}
                problems.append(Note(line=variant.line, column=Column.SKU, code=code, facts=facts))
        return replace(product, problems=(*product.problems, *problems)) if problems else product

    def _rows_apart(self, product: SourceProduct) -> Iterator[Note]:
        lines = [line for line in self._handles.get(product.source_id, []) if line != product.line]
        if lines:
            others = ", ".join(map(str, lines[:5]))
            yield Note(line=product.line, column=Column.HANDLE, code="rows_apart", facts={"others": others})
