from collections.abc import Mapping
from dataclasses import dataclass

from comptoir.domains.catalogue.values import ProductStatus
from comptoir.domains.imports.values.columns import Column
from comptoir.domains.imports.values.notes import Note
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a file, its cells tidy. ``line`` is the line of the file it starts on; empty cells are left out.

    ``surplus`` is true when it has more cells than the header has names.
    """

    line: int
    cells: Mapping[Column, str]
    surplus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What one row was: a variant's (by its SKU), a picture's (by its address), both or neither."""

    line: int
    sku: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceVariant:
    """A variant as the file tells it. None: the file does not speak of it.

    ``choice`` holds a value for each option of the product. ``made_up``: the file has no SKU, this one was made from
    the handle and the choice. ``keeps_compare_at``: the file has no earlier prices, so that one set here stays.
    """

    line: int
    sku: str
    made_up: bool
    choice: tuple[str, ...]
    price: Money | None
    compare_at: Money | None
    keeps_compare_at: bool
    barcode: str | None
    weight_grams: int | None
    quantity: int | None
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePicture:
    """A picture by its address; with the SKU of the variant that it shows, if it shows one."""

    line: int
    address: str
    alt: str
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProduct:
    """A product as the file tells it, in its one language. None: the file does not speak of it.

    ``problems`` keep it out, ``remarks`` say what was not taken as it stands. ``all_variants``: the file lists every
    variant with its options, so that one it no longer lists is no longer sold.
    """

    source_id: str
    rows: tuple[SourceRow, ...]
    title: str | None
    description: str | None
    maker: str | None
    category: str | None
    tags: tuple[str, ...] | None
    status: ProductStatus | None
    option_names: tuple[str, ...] | None
    variants: tuple[SourceVariant, ...]
    all_variants: bool
    pictures: tuple[SourcePicture, ...] | None
    problems: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()

    @property
    def line(self) -> int:
        return self.rows[0].line
