from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from comptoir.domains.catalogue.values.ids import CategoryId, FileId, MediaId, ProductId, VariantId
from comptoir.domains.catalogue.values.pictures import avif_path, rendition_path
from comptoir.domains.catalogue.values.states import NetUnit, ProductStatus, TaxClass, VariantKind, Withdrawal
from comptoir.kernel.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture of a product, or of one of its variants.

    ``path`` is the full size and ``path_at()`` a smaller one, both for ``default_storage.url()``. The name
    holds a hash of the content, so a file never changes under its name and may be cached for ever.
    """

    id: MediaId
    path: str
    alts: Texts
    width: int
    height: int
    widths: tuple[int, ...] = ()
    variant_id: VariantId | None = None
    avif: bool = False

    def path_at(self, width: int) -> str:
        """The rendition of that width, which must be one of ``widths``."""
        return rendition_path(self.path, width)

    @property
    def sources(self) -> tuple[tuple[str, int], ...]:
        """Every file of the picture with its width in pixels, smallest first: what a ``srcset`` needs."""
        return (*((self.path_at(width), width) for width in self.widths), (self.path, self.width))

    @property
    def avif_sources(self) -> tuple[tuple[str, int], ...]:
        """The same as AVIF; none until a job has made them."""
        return tuple((avif_path(path), width) for path, width in self.sources) if self.avif else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something a buyer chooses: a size, a colour."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What is really sold: one choice of a product's options. ``net_amount`` is in ``net_unit``; 0 means unknown."""

    id: VariantId
    sku: str
    option_values: Mapping[str, Texts]
    barcode: str
    weight_grams: int
    net_amount: int
    net_unit: NetUnit
    active: bool
    kind: VariantKind = VariantKind.GOODS


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantFile:
    """A file that buyers of a variant download. ``path`` is for the private storage alone, and shown to nobody."""

    id: FileId
    variant_id: VariantId
    name: str
    path: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeValue:
    """One property of a product: origin: Savoie. ``value`` is its stable code, for filters and addresses."""

    attribute: str
    attribute_name: Texts
    value: str
    value_name: Texts
    facet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product with everything its page shows. Whether a market sells it is told by its prices there.

    ``descriptions`` are clean HTML. ``variants`` come in their order, inactive ones included. ``version`` counts the
    changes: give it back to ``update_product`` and nobody overwrites what they have not seen. ``related_ids`` are what
    the merchant shows beside it. ``slugs`` holds the addresses of languages that have their own: ask ``slug_in``.
    """

    id: ProductId
    slug: str
    titles: Texts
    summaries: Texts
    descriptions: Texts
    maker: str
    tax_class: TaxClass
    withdrawal: Withdrawal
    status: ProductStatus
    options: tuple[Option, ...]
    variants: tuple[Variant, ...]
    media: tuple[Media, ...]
    attributes: tuple[AttributeValue, ...]
    category_ids: tuple[CategoryId, ...]
    position: int
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int
    related_ids: tuple[ProductId, ...] = ()
    slugs: Texts = field(default_factory=dict)

    def slug_in(self, language: str) -> str:
        """The address among those of that language."""
        return self.slugs.get(language) or self.slug

    @property
    def image(self) -> Media | None:
        """The picture that stands for the product."""
        return self.media[0] if self.media else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantCard:
    """What a line of a cart, an order or a stock list needs of a variant.

    ``options`` holds the chosen values in one line by language ("250 g, brut"; empty when there is nothing to choose).
    ``active`` is true when both the variant and its product are on sale.
    """

    id: VariantId
    product_id: ProductId
    sku: str
    title: Texts
    options: Texts
    tax_class: TaxClass
    withdrawal: Withdrawal
    weight_grams: int
    net_amount: int
    net_unit: NetUnit
    slug: str
    image: Media | None
    active: bool
    kind: VariantKind = VariantKind.GOODS
    slugs: Texts = field(default_factory=dict)

    def slug_in(self, language: str) -> str:
        """The address of its product among those of that language."""
        return self.slugs.get(language) or self.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category in the tree. ``path`` runs from the top category down to this one, itself included.

    ``slugs`` holds the addresses of languages that have their own: ask ``slug_in``.
    """

    id: CategoryId
    code: str
    slug: str
    names: Texts
    descriptions: Texts
    parent_id: CategoryId | None
    path: tuple[CategoryId, ...]
    position: int
    slugs: Texts = field(default_factory=dict)

    def slug_in(self, language: str) -> str:
        """The address among those of that language."""
        return self.slugs.get(language) or self.slug

    @property
    def depth(self) -> int:
        """0 for a top category."""
        return len(self.path) - 1


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """All categories, in the order in which a menu shows them: each before its children."""

    categories: tuple[Category, ...] = ()
    by_id: Mapping[CategoryId, Category] = field(default_factory=dict)
    by_code: Mapping[str, Category] = field(default_factory=dict)
    by_slug: Mapping[str, Category] = field(default_factory=dict)  # in every language, former ones included

    def children(self, parent_id: CategoryId | None = None) -> tuple[Category, ...]:
        """The categories right below one, or the top ones."""
        return tuple(category for category in self.categories if category.parent_id == parent_id)

    def path(self, category_id: CategoryId) -> tuple[Category, ...]:
        """From the top down to the category: a breadcrumb. Empty for an unknown id."""
        category = self.by_id.get(category_id)
        return tuple(self.by_id[id] for id in category.path) if category else ()

    def within(self, category_id: CategoryId) -> tuple[CategoryId, ...]:
        """The category and all that lie below it."""
        return tuple(category.id for category in self.categories if category_id in category.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A property that products may have. ``facet``: buyers can filter by it."""

    code: str
    names: Texts
    facet: bool
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A line of the back office's product list."""

    id: ProductId
    slug: str
    titles: Texts
    maker: str
    status: ProductStatus
    skus: tuple[str, ...]
    variant_ids: tuple[VariantId, ...]
    category_ids: tuple[CategoryId, ...]
    image: Media | None
    updated_at: datetime
