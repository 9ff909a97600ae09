"""What others may ask of the catalogue."""

from comptoir.domains.catalogue.queries.categories import attributes, category_by_slug, category_tree
from comptoir.domains.catalogue.queries.colours import properties_in_use, swatches
from comptoir.domains.catalogue.queries.files import files_by_id, files_for, open_variant_file
from comptoir.domains.catalogue.queries.listing import product_rows
from comptoir.domains.catalogue.queries.products import (
    changes_of,
    problems_of,
    product,
    product_by_slug,
    product_ids,
    products_for,
    products_in,
)
from comptoir.domains.catalogue.queries.variants import variants_by_code, variants_by_sku, variants_for, variants_of

__all__ = [
    "attributes",
    "category_by_slug",
    "category_tree",
    "changes_of",
    "files_by_id",
    "files_for",
    "open_variant_file",
    "problems_of",
    "product",
    "product_by_slug",
    "product_ids",
    "product_rows",
    "products_for",
    "products_in",
    "properties_in_use",
    "swatches",
    "variants_by_code",
    "variants_by_sku",
    "variants_for",
    "variants_of",
]
