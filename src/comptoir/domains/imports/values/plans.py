from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.domains.catalogue.values import AttributeDraft, CategoryDraft, MediaId, Product, ProductDraft, ProductId
from comptoir.domains.imports.values.notes import Note
from comptoir.domains.imports.values.runs import Verdict
from comptoir.domains.imports.values.source import SourceProduct

TAGS = AttributeDraft(code="tags", names={"fr": "Mots-clés", "en": "Tags"}, facet=True, position=900)
"""The attribute that the tags of other shops become values of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file says of a product, reduced to what has to be compared: values by aspect.

    Aspects that depend on the language, the market or the place carry its code ("title.fr", "price.fr", "stock.depot").
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    variants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    pictures: tuple[tuple[str, str, str], ...] | None = None
    """Address, description and SKU of each; None when the file speaks of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a file says otherwise than it did the last time.

    ``variants`` holds the aspects that changed, by SKU in small letters; ``added`` and ``gone`` are such SKUs too.
    ``renamed`` maps a new SKU to the one that its variant had.
    """

    fields: frozenset[str] = frozenset()
    variants: Mapping[str, frozenset[str]] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    pictures: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields or self.variants or self.gone or self.pictures)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """A picture of the file that is shown here."""

    address: str
    sku: str
    media_id: MediaId


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPictures:
    """Which pictures of the source are shown, which could not be had, and what stands in for them."""

    shown: tuple[ShownPicture, ...] = ()
    missing: tuple[str, ...] = ()
    placeholder: MediaId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """That a product of a source is a product of ours, and what the source said of it the last time."""

    source: str
    source_id: str
    product_id: ProductId
    content: Content
    content_hash: str
    pictures: LinkPictures = LinkPictures()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do with one product of a file, and everything that is needed to do it.

    ``content`` is what will be known of the source afterwards. ``draft`` is there when something is to be written,
    ``link`` and ``current`` when the product is here already; ``new_category`` when its type has no category yet.
    """

    product: SourceProduct
    verdict: Verdict
    content: Content
    content_hash: str
    problems: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    draft: ProductDraft | None = None
    changes: Changes = Changes()
    link: Link | None = None
    current: Product | None = None
    new_category: CategoryDraft | None = None

    @property
    def pictures_told(self) -> frozenset[str]:
        """The addresses of the product's pictures in the file."""
        return frozenset(picture.address for picture in self.product.pictures or ())

    @property
    def pictures_not_shown(self) -> frozenset[str]:
        """Those of them that the product does not show yet."""
        shown = self.link.pictures.shown if self.link else ()
        return self.pictures_told.difference(picture.address for picture in shown)
