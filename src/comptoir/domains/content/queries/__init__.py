"""What others may ask of content."""

from comptoir.domains.content.queries.designs import (
    design,
    design_row,
    design_rows,
    due_plans,
    pictures_for,
    publications,
    revision,
    revisions,
    shown_layout,
    shown_menus,
    shown_number,
    shown_theme,
)
from comptoir.domains.content.queries.looks import palette, unreadable
from comptoir.domains.content.queries.starting import starting_layout
from comptoir.domains.content.queries.words import (
    footer_pages,
    missing_legal_pages,
    page,
    page_by_slug,
    page_version,
    page_versions,
    pages,
    terms_version,
    unfinished_legal_pages,
)

__all__ = [
    "design",
    "design_row",
    "design_rows",
    "due_plans",
    "footer_pages",
    "missing_legal_pages",
    "page",
    "page_by_slug",
    "page_version",
    "page_versions",
    "pages",
    "palette",
    "pictures_for",
    "publications",
    "revision",
    "revisions",
    "shown_layout",
    "shown_menus",
    "shown_number",
    "shown_theme",
    "starting_layout",
    "terms_version",
    "unfinished_legal_pages",
    "unreadable",
]
