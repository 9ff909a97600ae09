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
from comptoir.domains.content.rules.pages import (
    MOST_REDIRECTS,
    clean_html,
    draft_errors,
    filled_in,
    kind_of,
    looping,
    redirect_errors,
    tidy_draft,
    tidy_path,
)

__all__ = [
    "MOST_REDIRECTS",
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
    "looping",
    "readable",
    "redirect_errors",
    "roles_of",
    "tidy_colour",
    "tidy_document",
    "tidy_draft",
    "tidy_path",
    "unreadable_pairs",
    "with_picture",
    "words_of",
]
