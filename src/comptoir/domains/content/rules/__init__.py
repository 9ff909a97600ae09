"""Pure rules: of pages of words, of colours, of logos, and of documents that merchants design."""

from comptoir.domains.content.rules.colours import contrast, readable, tidy_colour
from comptoir.domains.content.rules.documents import (
    as_document,
    as_json,
    document_errors,
    draft_refusals,
    empty_document,
    tidy_document,
    with_picture,
    words_of,
)
from comptoir.domains.content.rules.looks import roles_of, unreadable_pairs
from comptoir.domains.content.rules.pages import clean_html, draft_errors, filled_in, kind_of, tidy_draft

__all__ = [
    "as_document",
    "as_json",
    "clean_html",
    "contrast",
    "document_errors",
    "draft_errors",
    "draft_refusals",
    "empty_document",
    "filled_in",
    "kind_of",
    "readable",
    "roles_of",
    "tidy_colour",
    "tidy_document",
    "tidy_draft",
    "unreadable_pairs",
    "with_picture",
    "words_of",
]
