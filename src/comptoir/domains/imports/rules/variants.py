"""The variants of one product of Shopify's export: one row each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stdnum import ean

from comptoir.domains.imports.rules.cells import (
    MOST_GRAMS,
    MOST_PIECES,
    NotANumber,
    Unclear,
    code_text,
    grams_of,
    pieces_of,
    price_of,
    truth_of,
)
from comptoir.domains.imports.rules.references import made_up_sku
from comptoir.domains.imports.values import Column, Note, Record, SourceVariant
from comptoir.kernel.money import Money

_VALUES = (Column.OPTION1_VALUE, Column.OPTION2_VALUE, Column.OPTION3_VALUE)


@dataclass(slots=True)
class VariantRows:
    """Reads the variants of one product; what is wrong with them gathers in ``problems`` and ``remarks``."""

    handle: str
    rows: Sequence[Record]
    option_names: tuple[str, ...]
    told: frozenset[Column]
    currency: str
    untracked_quantity: int | None
    problems: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)

    def variants(self, records: Sequence[Record]) -> tuple[SourceVariant, ...]:
        read = tuple(self._variant(record) for record in records)
        lines: dict[tuple[str, ...], int] = {}
        for variant in read:
            if not self._are_choices_told():
                break
            choice = tuple(value.casefold() for value in variant.choice)
            first = lines.setdefault(choice, variant.line)
            if first != variant.line:
                self._problem(variant.line, Column.OPTION1_VALUE, "same_choice", others=str(first))
        return read

    def _are_choices_told(self) -> bool:
        return Column.OPTION1_VALUE in self.told

    def _variant(self, record: Record) -> SourceVariant:
        choice = self._choice(record)
        sku = code_text(record.cells.get(Column.SKU, ""))
        price = self._price(record)
        self._point_out(record)
        return SourceVariant(
            line=record.line,
            sku=sku or made_up_sku(self.handle, choice),
            made_up=not sku,
            choice=choice,
            price=price,
            compare_at=self._compare_at(record, price),
            keeps_compare_at=Column.COMPARE_AT not in self.told,
            barcode=self._barcode(record),
            weight_grams=self._grams(record),
            quantity=self._quantity(record),
            picture=record.cells.get(Column.VARIANT_IMAGE, ""),
        )

    def _choice(self, record: Record) -> tuple[str, ...]:
        choice = []
        for column, name in zip(_VALUES, self.option_names, strict=False):
            value = " ".join(record.cells.get(column, "").split())
            if name and not value and self._are_choices_told():
                self._problem(record.line, column, "no_option_value", option=name)
            choice.append(value)
        return tuple(choice)

    def _price(self, record: Record) -> Money | None:
        if Column.PRICE not in self.told:
            return None
        cell = record.cells.get(Column.PRICE, "")
        if not cell:
            self._problem(record.line, Column.PRICE, "no_price")
            return None
        try:
            price = price_of(cell, currency=self.currency)
        except Unclear:
            self._problem(record.line, Column.PRICE, "unclear_number", cell=cell)
            return None
        except NotANumber:
            self._problem(record.line, Column.PRICE, "bad_price", cell=cell, currency=self.currency)
            return None
        if not price:
            self._remark(record.line, Column.PRICE, "free")
        return price

    def _compare_at(self, record: Record, price: Money | None) -> Money | None:
        """The earlier price, if it is higher: shops that end a sale often leave the price itself, or 0.00, here."""
        cell = record.cells.get(Column.COMPARE_AT, "")
        if not cell or price is None:
            return None
        try:
            earlier = price_of(cell, currency=self.currency)
        except (Unclear, NotANumber):
            self._remark(record.line, Column.COMPARE_AT, "bad_compare_at", cell=cell)
            return None
        if earlier > price:
            return earlier
        if earlier:
            self._remark(record.line, Column.COMPARE_AT, "compare_at_dropped", cell=cell)
        return None

    def _barcode(self, record: Record) -> str | None:
        if Column.BARCODE not in self.told:
            return None
        cell = code_text(record.cells.get(Column.BARCODE, ""))
        if cell and not ean.is_valid(cell):
            self._remark(record.line, Column.BARCODE, "barcode_dropped", cell=cell)
            return ""
        return ean.compact(cell) if cell else ""

    def _grams(self, record: Record) -> int | None:
        """Grams, whatever the unit: ``Variant Weight Unit`` only says how the other shop shows them."""
        if Column.GRAMS not in self.told:
            return None
        cell = code_text(record.cells.get(Column.GRAMS, ""))
        try:
            return grams_of(cell) if cell else 0
        except Unclear:
            self._problem(record.line, Column.GRAMS, "unclear_number", cell=cell)
        except NotANumber:
            self._problem(record.line, Column.GRAMS, "bad_number", cell=cell, limit=str(MOST_GRAMS))
        return None

    def _quantity(self, record: Record) -> int | None:
        """What is on the shelf. Where the other shop does not count, its number, if it gives one, is still the best."""
        if Column.QUANTITY not in self.told:
            return None
        counted = Column.TRACKER not in self.told or Column.TRACKER in record.cells
        if not counted and self.untracked_quantity is not None:
            return self.untracked_quantity
        cell = record.cells.get(Column.QUANTITY, "")
        if not cell:
            self._remark(record.line, Column.QUANTITY, "no_stock_told")
            return None
        try:
            pieces = pieces_of(cell)
        except NotANumber:
            self._problem(record.line, Column.QUANTITY, "bad_number", cell=cell, limit=str(MOST_PIECES))
            return None
        if pieces < 0:
            self._remark(record.line, Column.QUANTITY, "oversold", cell=cell)
        return max(0, pieces)

    def _point_out(self, record: Record) -> None:
        """What the other shop does with this article and we do not."""
        if record.cells.get(Column.POLICY, "").casefold() == "continue":
            self._remark(record.line, Column.POLICY, "sells_beyond_stock")
        for column, code in ((Column.REQUIRES_SHIPPING, "needs_no_shipping"), (Column.TAXABLE, "not_taxed")):
            cell = record.cells.get(column, "")
            try:
                if not truth_of(cell, empty=True):
                    self._remark(record.line, column, code)
            except NotANumber:
                self._problem(record.line, column, "bad_truth", cell=cell)

    def _problem(self, line: int, column: str, code: str, **facts: str) -> None:
        self.problems.append(Note(line=line, column=column, code=code, facts=facts))

    def _remark(self, line: int, column: str, code: str, **facts: str) -> None:
        self.remarks.append(Note(line=line, column=column, code=code, facts=facts))
