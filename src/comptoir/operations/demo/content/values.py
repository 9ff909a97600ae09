"""The demo shop's data as frozen values, in the shapes that set-based actions take: codes, not rows."""

from dataclasses import dataclass
from typing import Literal

from comptoir.operations.demo.pictures.spec import PictureSpec

VatClass = Literal["standard", "intermediate", "reduced"]
Unit = Literal["kg", "l"]
Handling = Literal["ambient", "chilled", "collect"]


class ContentError(ValueError):
    """A data file is wrong; the message names the file, the key and the remedy."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the shop's two languages."""

    fr: str
    en: str

    def texts(self) -> dict[str, str]:
        """By language, as the domains take it."""
        return {"fr": self.fr, "en": self.en}


@dataclass(frozen=True, slots=True)
class Choice:
    """``colours``: one or two names of the palette, where a disc shows what it looks like."""

    code: str
    name: Text
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An attribute or an option, with the values it allows in the order of display."""

    code: str
    name: Text
    choices: tuple[Choice, ...]

    def codes(self) -> frozenset[str]:
        return frozenset(choice.code for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Category:
    """``handling`` and ``adults_only`` are those of the nearest ancestor that says something."""

    code: str
    parent: str | None
    position: int
    name: Text
    lead: Text | None
    handling: Handling
    adults_only: bool


@dataclass(frozen=True, slots=True)
class Maker:
    code: str
    name: str
    place: str
    region: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Prices are in cents, tax included. ``net_content`` is in grams or millilitres, as the product's unit says.

    ``choices`` are pairs of option and value codes, in the order of the product's options.
    """

    sku: str
    barcode: str
    choices: tuple[tuple[str, str], ...]
    price_minor: int
    compare_at_minor: int | None
    net_content: int | None
    weight_grams: int
    stock_warehouse: int
    stock_shop: int
    picture: PictureSpec


@dataclass(frozen=True, slots=True)
class Product:
    """``unit`` is the basis of the unit price; ``alcohol_tenths`` is the strength in tenths of a per cent by volume."""

    code: str
    category: str
    vat_class: VatClass
    maker: str
    region: str
    title: Text
    summary: Text
    story: Text
    ingredients: Text | None
    allergens: tuple[str, ...]
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    alcohol_tenths: int | None
    unit: Unit | None
    options: tuple[str, ...]
    picture: PictureSpec
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    categories: tuple[Category, ...]
    makers: tuple[Maker, ...]
    attributes: tuple[Vocabulary, ...]
    options: tuple[Vocabulary, ...]
    products: tuple[Product, ...]

    def pictures(self) -> dict[str, PictureSpec]:
        """Every picture the catalogue needs, once, by its key."""
        specs = (
            spec
            for product in self.products
            for spec in (product.picture, *(variant.picture for variant in product.variants))
        )
        return {spec.key: spec for spec in specs}


BACK_ORDERED = {"SOM-MALE-NO": 18, "SOM-MALE-CO": 18}
NOT_OUT_YET = {"VIN-CHIN-2022": 37}
"""In how many days goods are expected that can be ordered all the same; of what is not out yet, nobody has any."""
