"""A question in the words of the index."""

from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur
from tantivy import Query as Asked

from comptoir.connectors.search.tantivy.index import SCHEMA, place_field, spoken, stem
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.values import Match, Query

_WEIGHTS = (("title", 4.0), ("keywords", 2.0), ("text", 0.3))
_UNSAID = 0.0
LONGEST_WORD = 40
"""Longer ones are looked for as they are: what is near to them costs without end."""


def base_of(query: Query) -> list[Asked]:
    """What must hold of everything that is found or counted: the market, the category, the words, nothing hidden."""
    conditions = [_silent(_term("shelf", f"{query.market}/{query.language}"))]
    if query.within:
        conditions.append(_silent(_term("facts", query.within)))
    if query.wanted:
        words = words_of(query)
        conditions.append(_any([words, _silent(products(query.forced))]) if query.forced else words)
    return conditions


def filters_of(query: Query) -> dict[str, Asked]:
    """By facet, that one of the chosen values is true."""
    return {facet: _silent(_facts(f"{facet}:{value}" for value in values)) for facet, values in query.filters}


def joined(conditions: Sequence[Asked], query: Query) -> Asked:
    """All of these, and nothing that is hidden."""
    parts = [(Occur.Must, each) for each in conditions]
    if query.hidden:
        parts.append((Occur.MustNot, products(query.hidden)))
    return Asked.boolean_query(parts)


def without(found: Asked, product_ids: Sequence[ProductId]) -> Asked:
    if not product_ids:
        return found
    return Asked.boolean_query([(Occur.Must, found), (Occur.MustNot, products(product_ids))])


def both(found: Asked, other: Asked) -> Asked:
    return Asked.boolean_query([(Occur.Must, found), (Occur.Must, _silent(other))])


def after_of(query: Query) -> Asked | None:
    """What comes later in the list than what was shown last."""
    if query.sort is None or query.after is None:
        return None
    field, descending = place_field(query.sort)
    if descending:
        return Asked.range_query(SCHEMA, field, FieldType.Integer, upper_bound=query.after, include_upper=False)
    return Asked.range_query(SCHEMA, field, FieldType.Integer, lower_bound=query.after, include_lower=False)


def products(product_ids: Sequence[ProductId]) -> Asked:
    return Asked.term_set_query(SCHEMA, "product", [str(id) for id in product_ids])


def words_of(query: Query) -> Asked:
    """The words as the question takes them: each, each or nearly so, or some of them."""
    groups = [
        _any([_expression(words, query, last=number == len(query.wanted)) for words in group])
        for number, group in enumerate(query.wanted, 1)
    ]
    return _any(groups) if query.match is Match.ANY else _all(groups)


def _expression(words: str, query: Query, *, last: bool) -> Asked:
    each = words.split()
    return _all(
        [
            _word(word, query, begun=last and query.unfinished and number == len(each))
            for number, word in enumerate(each, 1)
        ]
    )


def _word(word: str, query: Query, *, begun: bool) -> Asked:
    language = spoken(query.language)
    root = stem(word, language)
    ways = [Asked.boost_query(_term(f"{part}_{language}", root), weight) for part, weight in _WEIGHTS]
    if begun and len(word) <= LONGEST_WORD:
        # Every word that begins so; the regular expression cannot hold anything but letters and figures.
        ways.append(Asked.boost_query(Asked.regex_query(SCHEMA, "spelling", f"{word}.*"), 0.5))
    if query.match is Match.NEAR:
        ways += [_spelt(word, slips) for slips in range(1, slips_allowed(word) + 1)]
    return _any(ways)


def _spelt(word: str, slips: int) -> Asked:
    """So many letters too few, too many, wrong or swapped. What differs less is found by several of these.

    An ``s`` at the end is no slip: titles and categories often have the plural where one asks for a single thing.
    """
    near = [
        Asked.fuzzy_term_query(SCHEMA, "spelling", form, distance=slips, transposition_cost_one=True)
        for form in (word, f"{word}s")
    ]
    return Asked.boost_query(Asked.disjunction_max_query(near), 3.0)


def slips_allowed(word: str) -> int:
    """In short words one letter more is another word already; very long ones are none."""
    return 0 if len(word) < 4 or len(word) > LONGEST_WORD else 1 if len(word) < 8 else 2


def _facts(facts: Iterable[str]) -> Asked:
    return Asked.term_set_query(SCHEMA, "facts", sorted(facts))


def _term(field: str, value: str) -> Asked:
    return Asked.term_query(SCHEMA, field, value, "freq" if "_" in field else "basic")


def _all(conditions: Sequence[Asked]) -> Asked:
    return conditions[0] if len(conditions) == 1 else Asked.boolean_query([(Occur.Must, each) for each in conditions])


def _any(conditions: Sequence[Asked]) -> Asked:
    return conditions[0] if len(conditions) == 1 else Asked.boolean_query([(Occur.Should, each) for each in conditions])


def _silent(condition: Asked) -> Asked:
    """It says whether, and nothing of how well."""
    return Asked.const_score_query(condition, _UNSAID)
