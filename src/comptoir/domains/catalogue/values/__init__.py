"""What catalogue gives (`read`) and takes (`drafts`)."""

from comptoir.domains.catalogue.values.drafts import (
    AddedProduct,
    AttributeDraft,
    AttributeValueDraft,
    CategoryDraft,
    MediaDraft,
    OptionDraft,
    ProductDraft,
    VariantDraft,
)
from comptoir.domains.catalogue.values.ids import CategoryId, MediaId, ProductId, VariantId
from comptoir.domains.catalogue.values.pictures import PICTURE_FOLDER, RENDITION_WIDTHS, StoredPicture
from comptoir.domains.catalogue.values.read import (
    Attribute,
    AttributeValue,
    Category,
    CategoryTree,
    Media,
    Option,
    Product,
    ProductRow,
    Variant,
    VariantCard,
)
from comptoir.domains.catalogue.values.states import (
    PRODUCT_STATES,
    NetUnit,
    ProductSort,
    ProductStatus,
    TaxClass,
    Withdrawal,
)

__all__ = [
    "PICTURE_FOLDER",
    "PRODUCT_STATES",
    "RENDITION_WIDTHS",
    "AddedProduct",
    "Attribute",
    "AttributeDraft",
    "AttributeValue",
    "AttributeValueDraft",
    "Category",
    "CategoryDraft",
    "CategoryId",
    "CategoryTree",
    "Media",
    "MediaDraft",
    "MediaId",
    "NetUnit",
    "Option",
    "OptionDraft",
    "Product",
    "ProductDraft",
    "ProductId",
    "ProductRow",
    "ProductSort",
    "ProductStatus",
    "StoredPicture",
    "TaxClass",
    "Variant",
    "VariantCard",
    "VariantDraft",
    "VariantId",
    "Withdrawal",
]
