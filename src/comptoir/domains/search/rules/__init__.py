"""Pure rules: making cards and reading lists (`cards`), what buyers type (`words`), and what goes together
(`companions`)."""

from comptoir.domains.search.rules.cards import (
    BACK_ORDER,
    ORDERS,
    PRE_ORDER,
    Offer,
    Order,
    categories_of,
    fact,
    facts_of,
    keywords_of,
    named_facts,
    price_band,
    text_of,
    unique,
)
from comptoir.domains.search.rules.companions import LEAST_TOGETHER, MOST_COMPANIONS, companions_of
from comptoir.domains.search.rules.words import arranged_for, arrangement_key, plain, tidy_words, wanted_by

__all__ = [
    "BACK_ORDER",
    "LEAST_TOGETHER",
    "MOST_COMPANIONS",
    "ORDERS",
    "PRE_ORDER",
    "Offer",
    "Order",
    "arranged_for",
    "arrangement_key",
    "categories_of",
    "companions_of",
    "fact",
    "facts_of",
    "keywords_of",
    "named_facts",
    "plain",
    "price_band",
    "text_of",
    "tidy_words",
    "unique",
    "wanted_by",
]
