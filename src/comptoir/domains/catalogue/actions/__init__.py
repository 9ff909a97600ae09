"""The verbs of the catalogue."""

from comptoir.domains.catalogue.actions.add import add_products, create_product
from comptoir.domains.catalogue.actions.avif import add_avif
from comptoir.domains.catalogue.actions.categories import save_attribute, save_category
from comptoir.domains.catalogue.actions.files import attach_file, remove_file, set_variant_kind
from comptoir.domains.catalogue.actions.media import add_media, arrange_media, remove_media, store_picture
from comptoir.domains.catalogue.actions.related import set_related_products
from comptoir.domains.catalogue.actions.swatches import set_swatches
from comptoir.domains.catalogue.actions.update import set_product_status, update_product

__all__ = [
    "add_avif",
    "add_media",
    "add_products",
    "arrange_media",
    "attach_file",
    "create_product",
    "remove_file",
    "remove_media",
    "save_attribute",
    "save_category",
    "set_product_status",
    "set_related_products",
    "set_swatches",
    "set_variant_kind",
    "store_picture",
    "update_product",
]
