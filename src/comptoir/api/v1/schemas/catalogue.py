"""Products, as any front end lists and shows them."""

from datetime import date

from pydantic import BaseModel, Field

from comptoir.api.v1.schemas.fields import Amount, MarketAsked, Sentence, Word
from comptoir.domains.search.values import Sort


class ProductsAsked(MarketAsked):
    q: Word = ""
    category: Word = ""
    sort: Sort = Sort.FEATURED
    cursor: Sentence = ""
    page_size: int = Field(24, ge=1, le=100)


class Picture(BaseModel):
    url: str
    width: int
    height: int
    alt: str


class ProductCard(BaseModel):
    """``availability``: in_stock, low, to_order (back-ordered, or as a ``preorder``) or out, of its best variant."""

    slug: str
    title: str
    maker: str
    image_url: str | None
    price: Amount
    compare_at: Amount | None
    has_price_range: bool
    unit_price: Amount | None
    unit: str
    availability: str
    preorder: bool


class ProductList(BaseModel):
    items: list[ProductCard]
    next_cursor: str | None
    count: int
    count_is_exact: bool


class PartOut(BaseModel):
    """So many pieces in one kit."""

    sku: str
    title: str
    quantity: int


class VariantOut(BaseModel):
    """``kind``: goods, download or service. ``parts`` are what is in one piece of a kit.

    ``availability``: in_stock, low, to_order or out. Goods to order are back-ordered, or a ``preorder`` of what has
    not come out yet; ``expected_on`` is when they are expected, if that is known. ``colours`` are those of its options
    that have any, by the option's code: one ``#rrggbb``, or two for what has two tones."""

    sku: str
    price: Amount
    compare_at: Amount | None
    availability: str
    preorder: bool
    expected_on: date | None
    options: dict[str, str]
    colours: dict[str, list[str]]
    barcode: str
    weight_grams: int
    kind: str
    parts: list[PartOut]


class AttributeOut(BaseModel):
    """``colours``: none, one ``#rrggbb``, or two for what has two tones."""

    code: str
    label: str
    value: str
    colours: list[str]


class CategoryOut(BaseModel):
    slug: str
    name: str


class ProductOut(BaseModel):
    slug: str
    title: str
    summary: str
    description_html: str
    maker: str
    categories: list[CategoryOut]
    attributes: list[AttributeOut]
    pictures: list[Picture]
    variants: list[VariantOut]
