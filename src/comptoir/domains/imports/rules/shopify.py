"""Shopify's older product export: from the rows of one handle to a product with its variants and pictures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from comptoir.domains.catalogue.values import ProductStatus
from comptoir.domains.imports.rules.cells import NotANumber, tags_of, truth_of
from comptoir.domains.imports.rules.variants import VariantRows
from comptoir.domains.imports.values import Column, Note, Record, SourcePicture, SourceProduct, SourceRow, SourceVariant

MOST_VARIANTS = 1_000
"""Of one product. Beyond, the catalogue refuses: a test keeps the numbers the same."""

LONGEST_DESCRIPTION = 200_000
"""Checked before cleaning, which takes long on hostile HTML."""

LONGEST_NAME = 255
_LONGEST = {
    Column.BODY: LONGEST_DESCRIPTION,
    **dict.fromkeys(
        (
            *(Column.HANDLE, Column.TYPE, Column.OPTION1_NAME, Column.OPTION2_NAME, Column.OPTION3_NAME),
            *(Column.OPTION1_VALUE, Column.OPTION2_VALUE, Column.OPTION3_VALUE),
        ),
        LONGEST_NAME,
    ),
}
"""What the catalogue does not bound itself, and a page could not show."""

_OF_VARIANTS = (
    *(Column.OPTION1_VALUE, Column.OPTION2_VALUE, Column.OPTION3_VALUE),
    *(Column.SKU, Column.PRICE, Column.BARCODE, Column.QUANTITY),
)
"""Where one of these is filled, the row is a variant's; what else a row holds may be there by default."""

_NAMES = (Column.OPTION1_NAME, Column.OPTION2_NAME, Column.OPTION3_NAME)
_VALUES = (Column.OPTION1_VALUE, Column.OPTION2_VALUE, Column.OPTION3_VALUE)


def read_product(
    handle: str,
    records: Sequence[Record],
    *,
    told: frozenset[Column],
    currency: str,
    untracked_quantity: int | None = None,
) -> SourceProduct:
    """What the rows of one handle say. Cells that cannot be taken become problems or remarks, never guesses."""
    return _Reading(handle, records, told, currency, untracked_quantity).product()


@dataclass(slots=True)
class _Reading:
    """One product being read."""

    handle: str
    records: Sequence[Record]
    told: frozenset[Column]
    currency: str
    untracked_quantity: int | None
    problems: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)

    def product(self) -> SourceProduct:
        own = self._without_repeats()
        self.problems += list(self._of_all_rows())
        option_names = self._option_names(own)
        reader = VariantRows(self.handle, own, option_names, self.told, self.currency, self.untracked_quantity)
        variants = reader.variants([record for record in own if _is_variant(record)])
        self.problems += reader.problems
        self.remarks += reader.remarks
        if len(variants) > MOST_VARIANTS:
            count, limit = str(len(variants)), str(MOST_VARIANTS)
            self._problem(self.records[0].line, "", "too_many_variants", count=count, limit=limit)
        skus = {variant.line: variant.sku for variant in variants}
        return SourceProduct(
            source_id=self.handle,
            rows=tuple(
                SourceRow(line=row.line, sku=skus.get(row.line, ""), picture=row.cells.get(Column.IMAGE, ""))
                for row in self.records
            ),
            title=self._title(),
            description=self._description(),
            maker=self._first(Column.VENDOR, " "),
            category=self._category(),
            tags=self._tags(),
            status=self._status(),
            option_names=option_names if Column.OPTION1_NAME in self.told else None,
            variants=variants,
            all_variants=Column.OPTION1_VALUE in self.told and bool(variants),
            pictures=self._pictures(own, variants),
            problems=tuple(self.problems),
            remarks=tuple(self.remarks),
        )

    def _without_repeats(self) -> list[Record]:
        """Rows that say again what a row before them has said, word for word, are passed over; so are empty ones."""
        kept: dict[tuple[tuple[Column, str], ...], Record] = {}
        for record in self.records:
            cells = tuple(item for item in record.cells.items() if item[0] is not Column.HANDLE)
            first = kept.setdefault(cells, record)
            if cells and first is not record:
                self._remark(record.line, "", "repeated_row", others=str(first.line))
        return list(kept.values())

    def _of_all_rows(self) -> Iterator[Note]:
        for record in self.records:
            if not self.handle:
                yield Note(line=record.line, column=Column.HANDLE, code="no_handle")
            if record.surplus:
                yield Note(line=record.line, column="", code="surplus_cells")
            for column, limit in _LONGEST.items():
                if len(record.cells.get(column, "")) > limit:
                    yield Note(line=record.line, column=column, code="too_long", facts={"limit": str(limit)})
            if not record.cells.keys().isdisjoint({Column.OPTION4_NAME, Column.OPTION4_VALUE}):
                yield Note(line=record.line, column=Column.OPTION4_NAME, code="too_many_options")
        first = self.records[0].line
        if self._truth(Column.GIFT_CARD, empty=False):
            yield Note(line=first, column=Column.GIFT_CARD, code="gift_card")

    def _option_names(self, own: Sequence[Record]) -> tuple[str, ...]:
        """The names of the options, up to the last that is used. "Title" with "Default Title" stands for no option."""
        names = [next((" ".join(row.cells[n].split()) for row in own if n in row.cells), "") for n in _NAMES]
        values = [{row.cells[v] for row in own if v in row.cells} for v in _VALUES]
        alone = not any(names[1:]) and not any(values[1:])
        if alone and values[0] <= {"Default Title"} and names[0].casefold() in ("", "title"):
            return ()
        count = max((i for i in range(3) if names[i] or values[i]), default=-1) + 1
        line = self.records[0].line
        for column, name in zip(_NAMES[:count], names, strict=False):
            if not name and Column.OPTION1_NAME in self.told:
                self._problem(line, column, "no_option_name")
        if all(names[:count]) and len({name.casefold() for name in names[:count]}) < count:
            self._problem(line, _NAMES[1], "option_twice")
        return tuple(names[:count])

    def _first(self, column: Column, between: str = "") -> str | None:
        """The first filled cell of the column; "" when none is filled, None when there is no such column."""
        if column not in self.told:
            return None
        cell = next((record.cells[column] for record in self.records if column in record.cells), "")
        return between.join(cell.split()) if between else cell

    def _title(self) -> str | None:
        title = self._first(Column.TITLE, " ")
        if title == "":
            self._problem(self.records[0].line, Column.TITLE, "no_title")
        return title

    def _tags(self) -> tuple[str, ...] | None:
        if Column.TAGS not in self.told:
            return None
        tags = tags_of(self._first(Column.TAGS) or "")
        if any(len(tag) > LONGEST_NAME for tag in tags):
            self._problem(self.records[0].line, Column.TAGS, "too_long", limit=str(LONGEST_NAME))
        return tags

    def _description(self) -> str | None:
        html = self._first(Column.BODY)
        if html and len(html) > LONGEST_DESCRIPTION:
            return ""  # it keeps the product out
        if not html or "<" in html:
            return html
        # Plain words: a paragraph for each block, as the author saw them.
        blocks = [" ".join(block.split()) for block in html.replace("\r\n", "\n").split("\n\n")]
        return "".join(f"<p>{block}</p>" for block in blocks if block)

    def _category(self) -> str | None:
        """The type; without one, the last step of the standard category ("Home > Decor > Vases")."""
        if self.told.isdisjoint({Column.TYPE, Column.PRODUCT_CATEGORY}):
            return None
        last = (self._first(Column.PRODUCT_CATEGORY, " ") or "").rpartition(">")[2].strip()
        return self._first(Column.TYPE, " ") or last

    def _status(self) -> ProductStatus | None:
        """``Status`` decides; what is active and not published in the online store is a draft here."""
        if self.told.isdisjoint({Column.STATUS, Column.PUBLISHED}):
            return None
        word = (self._first(Column.STATUS) or "").casefold() or "active"
        if word not in list(ProductStatus):
            self._problem(self.records[0].line, Column.STATUS, "bad_status", cell=word)
            return None
        published = self._truth(Column.PUBLISHED, empty=True)
        return ProductStatus.DRAFT if word == "active" and not published else ProductStatus(word)

    def _truth(self, column: Column, *, empty: bool) -> bool:
        cell = self._first(column) or ""
        try:
            return truth_of(cell, empty=empty)
        except NotANumber:
            self._problem(self.records[0].line, column, "bad_truth", cell=cell)
            return empty

    def _pictures(self, own: Sequence[Record], variants: Sequence[SourceVariant]) -> tuple[SourcePicture, ...] | None:
        """By position, then by row; each address once. The variant's own picture is shown with its first variant."""
        if self.told.isdisjoint({Column.IMAGE, Column.VARIANT_IMAGE}):
            return None
        placed: list[tuple[int, int, SourcePicture]] = []
        for index, record in enumerate(own):
            address = record.cells.get(Column.IMAGE)
            if address:
                alt = " ".join(record.cells.get(Column.IMAGE_ALT, "").split())
                place = self._position(record, otherwise=index + 1)
                placed.append((place, index, SourcePicture(line=record.line, address=address, alt=alt)))
        found: dict[str, SourcePicture] = {}
        for _, _, picture in sorted(placed, key=lambda item: item[:2]):
            found.setdefault(picture.address, picture)
        for variant in variants:
            if variant.picture:
                new = SourcePicture(line=variant.line, address=variant.picture, alt="")
                known = found.setdefault(variant.picture, new)
                if not known.sku and len(variants) > 1:
                    found[variant.picture] = replace(known, sku=variant.sku)
        return tuple(found.values())

    def _position(self, record: Record, *, otherwise: int) -> int:
        cell = record.cells.get(Column.IMAGE_POSITION, "")
        if cell and not (cell.isascii() and cell.isdigit() and len(cell) < 10):
            self._remark(record.line, Column.IMAGE_POSITION, "bad_position", cell=cell)
            return otherwise
        return int(cell) if cell else otherwise

    def _problem(self, line: int, column: str, code: str, **facts: str) -> None:
        self.problems.append(Note(line=line, column=column, code=code, facts=facts))

    def _remark(self, line: int, column: str, code: str, **facts: str) -> None:
        self.remarks.append(Note(line=line, column=column, code=code, facts=facts))


def _is_variant(record: Record) -> bool:
    return any(column in record.cells for column in _OF_VARIANTS)
