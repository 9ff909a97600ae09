from collections.abc import Mapping
from dataclasses import dataclass, field

from comptoir.domains.catalogue.values.ids import MediaId, ProductId, VariantId
from comptoir.domains.catalogue.values.pictures import StoredPicture
from comptoir.domains.catalogue.values.states import NetUnit, ProductStatus, TaxClass, Withdrawal
from comptoir.kernel.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionDraft:
    """A choice that the product offers; ``code`` is made from the name when it is left empty."""

    name: Texts
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDraft:
    """One variant. ``id`` names the variant to change; without one, the variant with that SKU or else a new one.

    ``option_values`` holds one text for each option of the product, by the option's code.
    """

    sku: str
    option_values: Mapping[str, Texts] = field(default_factory=dict)
    barcode: str = ""
    weight_grams: int = 0
    net_amount: int = 0
    net_unit: NetUnit = NetUnit.GRAM
    active: bool = True
    id: VariantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeValueDraft:
    """A property of a product; ``value`` (its code) is made from the name when it is left empty."""

    attribute: str
    value_name: Texts
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDraft:
    """A stored picture to show with a product, or with the variant of that SKU."""

    picture: StoredPicture
    alts: Texts = field(default_factory=dict)
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """A product to write, complete: what an update leaves out is gone afterwards.

    ``slug`` is the address in the shop's first language, ``slugs`` has those in others. One that is left empty is made
    from the title, once: what a product has already stays until another is given.

    ``categories`` and ``attributes`` name codes that exist.
    ``status`` and ``media`` only count for new products: later on they have actions of their own.
    """

    titles: Texts
    variants: tuple[VariantDraft, ...]
    summaries: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    maker: str = ""
    tax_class: TaxClass = TaxClass.STANDARD
    withdrawal: Withdrawal = Withdrawal.ALLOWED
    options: tuple[OptionDraft, ...] = ()
    attributes: tuple[AttributeValueDraft, ...] = ()
    categories: tuple[str, ...] = ()
    media: tuple[MediaDraft, ...] = ()
    slug: str = ""
    slugs: Texts = field(default_factory=dict)
    position: int = 0
    status: ProductStatus = ProductStatus.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedProduct:
    """What became of a draft. ``variants`` maps each SKU, as given, to its variant."""

    id: ProductId
    slug: str
    variants: Mapping[str, VariantId]
    media: tuple[MediaId, ...] = ()
    slugs: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    """A category to write. ``code`` never changes; ``slug`` and ``slugs`` are as those of a product."""

    code: str
    names: Texts
    descriptions: Texts = field(default_factory=dict)
    parent: str = ""
    position: int = 0
    slug: str = ""
    slugs: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDraft:
    """An attribute to write. ``code`` never changes."""

    code: str
    names: Texts
    facet: bool = False
    position: int = 0
