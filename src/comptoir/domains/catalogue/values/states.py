from enum import StrEnum

from comptoir.kernel.transitions import StateTable


class ProductStatus(StrEnum):
    DRAFT = "draft"  # being written, shown to nobody
    ACTIVE = "active"  # on sale wherever it has a price
    ARCHIVED = "archived"  # no longer sold; its page is gone, its past orders are not


PRODUCT_STATES = StateTable(
    {
        ProductStatus.DRAFT: {ProductStatus.ACTIVE, ProductStatus.ARCHIVED},
        ProductStatus.ACTIVE: {ProductStatus.DRAFT, ProductStatus.ARCHIVED},
        ProductStatus.ARCHIVED: {ProductStatus.DRAFT, ProductStatus.ACTIVE},
    }
)


class TaxClass(StrEnum):
    """How a country's tax law sees the goods; pricing maps it to the country's rate of the day."""

    STANDARD = "standard"
    INTERMEDIATE = "intermediate"
    REDUCED = "reduced"
    SUPER_REDUCED = "super_reduced"
    ZERO = "zero"


class Withdrawal(StrEnum):
    """Whether a consumer who bought at a distance may change their mind about the goods.

    The exceptions are those of article 16 of directive 2011/83/EU and article L221-28 of the code de la consommation;
    goods that are faulty or not as ordered can be brought back whatever this says.
    """

    ALLOWED = "allowed"
    PERISHABLE = "perishable"  # liable to deteriorate or expire rapidly
    SEALED = "sealed"  # sealed for health or hygiene, once it was opened
    CUSTOM = "custom"  # made to the buyer's specifications, or clearly personalised
    DIGITAL = "digital"  # content without a medium that the buyer agreed to have at once, knowing what that ends


class VariantKind(StrEnum):
    """How a variant reaches its buyer."""

    GOODS = "goods"  # lies on a shelf, and travels
    DOWNLOAD = "download"  # files that the buyer downloads once they are paid for
    SERVICE = "service"  # done for an order, as wrapping is: it lies nowhere, and travels with the goods


class NetUnit(StrEnum):
    """What a variant's net content is counted in, for the price per kilogram, litre or piece."""

    GRAM = "g"
    MILLILITRE = "ml"
    PIECE = "piece"


class ProductSort(StrEnum):
    """Orders of the back office's product list."""

    NEWEST = "newest"
    UPDATED = "updated"
    TITLE = "title"
