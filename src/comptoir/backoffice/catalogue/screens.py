"""What the product screens show."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from comptoir.backoffice.markets.screens import SettingsLine
from comptoir.backoffice.parts import Listing, Pill, Screen, Told, Words
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """``price`` is the lowest of its variants in the market; ``price_high`` the highest where they differ.

    ``stock`` is what can still be sold, over all places and variants.
    """

    href: str
    title: str
    maker: str
    picture: str
    status: Pill
    categories: str
    variants: int
    price: Money | None
    price_high: Money | None
    stock: int
    stock_state: Pill | None


@dataclass(frozen=True, kw_only=True)
class ProductList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/catalogue/list.html"

    listing: Listing
    rows: tuple[ProductRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHead:
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStep:
    """A change of status that is possible now."""

    status: str
    label: Words
    icon: str
    note: Words = ""


@dataclass(frozen=True, kw_only=True)
class ProductPage(Screen):
    """``form`` holds texts and classification, ``variants`` is its formset, one row a variant with price and counts."""

    TEMPLATE: ClassVar[str] = "backoffice/catalogue/product.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = (
        "backoffice/js/fields.js",
        "backoffice/js/rows.js",
        "backoffice/js/rich.js",
    )

    form: forms.Form
    languages: tuple[tuple[str, str], ...]
    variants: Any
    option_names: tuple[str, ...]
    places: tuple[PlaceHead, ...]
    market: str
    currency: str
    action: str
    add_row_href: str
    status_steps: tuple[StatusStep, ...]
    status_action: str
    status_note: Words
    public_href: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    src: str
    alt: str
    variant: str
    remove_href: str
    first: bool


@dataclass(frozen=True, kw_only=True)
class PicturesPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/catalogue/pictures.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    form: forms.Form
    action: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    name: str
    size: str
    remove_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsOf:
    """What one variant is: goods, a kit of others, or files."""

    name: str
    sku: str
    form: forms.Form
    file_form: forms.Form
    files: tuple[FileRow, ...]
    id: str
    action: str
    file_action: str
    downloads: bool


@dataclass(frozen=True, kw_only=True)
class ContentsPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/catalogue/contents.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    variants: tuple[ContentsOf, ...]


@dataclass(frozen=True, kw_only=True)
class HistoryPage(Screen):
    """Everything that was recorded about one thing."""

    TEMPLATE: ClassVar[str] = "backoffice/parts/history_page.html"

    lines: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/catalogue/categories.html"

    rows: tuple[SettingsLine, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/catalogue/category.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js", "backoffice/js/rich.js")

    form: forms.Form
    action: str
    history: tuple[Told, ...]
