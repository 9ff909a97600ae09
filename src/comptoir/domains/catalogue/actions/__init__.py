"""The verbs of the catalogue."""

from comptoir.domains.catalogue.actions.add import add_products, create_product
from comptoir.domains.catalogue.actions.categories import save_attribute, save_category
from comptoir.domains.catalogue.actions.media import add_media, arrange_media, remove_media, store_picture
from comptoir.domains.catalogue.actions.related import set_related_products
from comptoir.domains.catalogue.actions.update import set_product_status, update_product

__all__ = [
    "add_media",
    "add_products",
    "arrange_media",
    "create_product",
    "remove_media",
    "save_attribute",
    "save_category",
    "set_product_status",
    "set_related_products",
    "store_picture",
    "update_product",
]
