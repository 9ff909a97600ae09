"""Pure rules of the catalogue: what a draft must hold, how its texts are cleaned, how addresses are made."""

from comptoir.domains.catalogue.rules.addresses import free_slug, slugs_of
from comptoir.domains.catalogue.rules.checks import attribute_errors, category_errors, draft_errors
from comptoir.domains.catalogue.rules.swatches import swatch_errors, tidy_swatches
from comptoir.domains.catalogue.rules.texts import clean_html, clean_texts, code_of, file_name, find_text, options_line
from comptoir.domains.catalogue.rules.tidy import tidy_category, tidy_draft

__all__ = [
    "attribute_errors",
    "category_errors",
    "clean_html",
    "clean_texts",
    "code_of",
    "draft_errors",
    "file_name",
    "find_text",
    "free_slug",
    "options_line",
    "slugs_of",
    "swatch_errors",
    "tidy_category",
    "tidy_draft",
    "tidy_swatches",
]
