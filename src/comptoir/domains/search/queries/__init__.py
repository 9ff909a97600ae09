"""What others may ask of search: lists (`lists`), what was found (`find`), what engines are told (`feed`), and what the
merchant arranged (`arranged`)."""

from comptoir.domains.search.queries.arranged import all_arrangements, all_synonyms, arrangement, synonyms
from comptoir.domains.search.queries.feed import changes_of, changes_since, feed_digest, newest_version
from comptoir.domains.search.queries.find import (
    fact_names,
    find_cards,
    products_found,
    search_cards,
    search_engine,
    suggestions,
)
from comptoir.domains.search.queries.lists import (
    best_in_category,
    cards_for,
    cards_in_category,
    companion_cards,
    count_in_category,
    first_cards,
    offered_slugs,
    offered_starts,
)

__all__ = [
    "all_arrangements",
    "all_synonyms",
    "arrangement",
    "best_in_category",
    "cards_for",
    "cards_in_category",
    "changes_of",
    "changes_since",
    "companion_cards",
    "count_in_category",
    "fact_names",
    "feed_digest",
    "find_cards",
    "first_cards",
    "newest_version",
    "offered_slugs",
    "offered_starts",
    "products_found",
    "search_cards",
    "search_engine",
    "suggestions",
    "synonyms",
]
