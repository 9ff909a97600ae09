from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """The columns of Shopify's older product export that say something about goods, as the export writes them."""

    HANDLE = "Handle"
    TITLE = "Title"
    BODY = "Body (HTML)"
    VENDOR = "Vendor"
    PRODUCT_CATEGORY = "Product Category"
    TYPE = "Type"
    TAGS = "Tags"
    PUBLISHED = "Published"
    STATUS = "Status"
    OPTION1_NAME = "Option1 Name"
    OPTION1_VALUE = "Option1 Value"
    OPTION2_NAME = "Option2 Name"
    OPTION2_VALUE = "Option2 Value"
    OPTION3_NAME = "Option3 Name"
    OPTION3_VALUE = "Option3 Value"
    OPTION4_NAME = "Option4 Name"  # no export has it; files made by hand do, and must not lose it unnoticed
    OPTION4_VALUE = "Option4 Value"
    SKU = "Variant SKU"
    GRAMS = "Variant Grams"
    WEIGHT_UNIT = "Variant Weight Unit"
    TRACKER = "Variant Inventory Tracker"
    QUANTITY = "Variant Inventory Qty"
    POLICY = "Variant Inventory Policy"
    PRICE = "Variant Price"
    COMPARE_AT = "Variant Compare At Price"
    REQUIRES_SHIPPING = "Variant Requires Shipping"
    TAXABLE = "Variant Taxable"
    BARCODE = "Variant Barcode"
    IMAGE = "Image Src"
    IMAGE_POSITION = "Image Position"
    IMAGE_ALT = "Image Alt Text"
    GIFT_CARD = "Gift Card"
    VARIANT_IMAGE = "Variant Image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first row, understood. ``columns`` has an entry for each cell of it, None where the column is ignored."""

    columns: tuple[Column | None, ...]
    ignored: tuple[str, ...] = ()

    @property
    def told(self) -> frozenset[Column]:
        """What the file speaks of. What it does not speak of, an import leaves as it is."""
        return frozenset(column for column in self.columns if column is not None)
