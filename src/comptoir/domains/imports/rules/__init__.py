"""Pure rules of imports: columns, cells, rows to products, what has changed, what to write."""

from comptoir.domains.imports.rules.categories import category_of, new_category
from comptoir.domains.imports.rules.cells import tidy_text
from comptoir.domains.imports.rules.columns import header_of, separator_of
from comptoir.domains.imports.rules.contents import changes_between, content_of, hash_of, merged
from comptoir.domains.imports.rules.groups import Survey, grouped
from comptoir.domains.imports.rules.shopify import read_product
from comptoir.domains.imports.rules.tally import Tally

__all__ = [
    "Survey",
    "Tally",
    "category_of",
    "changes_between",
    "content_of",
    "grouped",
    "hash_of",
    "header_of",
    "merged",
    "new_category",
    "read_product",
    "separator_of",
    "tidy_text",
]
