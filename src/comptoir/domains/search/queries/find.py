"""What was found: by words, by facts, or both. The engine's statements and one for the cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from comptoir.domains.catalogue.values import CategoryId, ProductId
from comptoir.domains.search.models import FactName
from comptoir.domains.search.queries.arranged import all_arrangements, all_synonyms
from comptoir.domains.search.queries.lists import cards_for
from comptoir.domains.search.rules import arranged_for, fact, wanted_by
from comptoir.domains.search.values import (
    CardPage,
    Count,
    Facet,
    Hits,
    Match,
    OfferCard,
    Query,
    SearchEngine,
    Sort,
    Wanted,
)
from comptoir.kernel import ports
from comptoir.kernel.paging import MAX_PAGE_SIZE, BadCursor, decode_cursor, encode_cursor
from comptoir.kernel.remember import remembered
from comptoir.kernel.texts import Texts

LONGEST_KEPT = 80
"""Letters of a question whose answer is remembered: longer ones are not typed twice."""
_FARTHEST = 10_000
"""So many of the best matches can be turned over; nobody reads on."""
_PLACE, _SHOWN = "place", "shown"

type Filters = Mapping[str, Sequence[str]]
"""The values chosen of each facet."""


def find_cards(
    *,
    market: str,
    language: str,
    text: str = "",
    category_id: CategoryId | None = None,
    filters: Filters | None = None,
    sort: Sort | None = None,
    cursor: str | None = None,
    size: int = 24,
    counted: bool = True,
) -> CardPage:
    """One page of what bears the words, lies in the category and fulfils the filters; each of them may be left out.

    Without ``sort`` the best match comes first, or in a list without words, what the merchant put first. Where no
    product bears the words as typed, near spellings are taken, and then products that bear only some of them.
    ``counted``: with the facts that the list can be narrowed by.

    :raises BadCursor: for a cursor that is not of such a list.
    """
    asked = _asked(market, language, text, category_id, filters or {}, sort, size, counted)
    return _NOTHING if asked is None else _page(asked.begun(cursor), cursor)


def products_found(*, market: str, language: str, text: str, size: int) -> tuple[ProductId, ...]:
    """The best matches alone, as ``find_cards`` would show them."""
    asked = _asked(market, language, text, None, {}, None, size, counted=False)
    return () if asked is None else _found(asked)[0].product_ids[:size]


def search_cards(*, market: str, language: str, text: str, cursor: str | None = None, size: int = 24) -> CardPage:
    """What a search found, best first; nothing for no words.

    :raises BadCursor: for a cursor that is not of such a list.
    """
    if not text.strip():
        return _NOTHING
    return find_cards(market=market, language=language, text=text, cursor=cursor, size=size, counted=False)


def suggestions(*, market: str, language: str, text: str, size: int = 6) -> list[OfferCard]:
    """The best goods for what is being typed: its last word may be a beginning."""
    wanted = wanted_by(text, language, _same_words(language))
    if not wanted:
        return []
    query = Query(market=market, language=language, wanted=wanted, unfinished=True, size=size)
    asked = _Asked(_arranged(query, text, "", led=True), is_kept=_is_kept(text))
    hits = asked.hits()
    if not hits.count:
        hits = asked.taking(Match.NEAR).hits()
    return cards_for(hits.product_ids[:size], market=market, language=language)


def search_engine() -> SearchEngine:
    """The engine of the installation."""
    engine: SearchEngine = ports.load("search", settings.SEARCH_ENGINE)
    return engine


@remembered("search.names")
def fact_names() -> Mapping[str, Texts]:
    """What makers and the values of attributes are called. A maker has one name in all languages."""
    return {row.fact: row.names for row in FactName.objects.all()}


_NOTHING = CardPage(cards=(), count=Count(number=0, exact=True), next_cursor=None)


def _asked(
    market: str,
    language: str,
    text: str,
    category_id: CategoryId | None,
    filters: Filters,
    sort: Sort | None,
    size: int,
    counted: bool,
) -> "_Asked | None":
    """The question as it is put to the engine; None where there are no words in the text."""
    wanted = wanted_by(text, language, _same_words(language))
    if text and not wanted:
        return None
    query = Query(
        market=market,
        language=language,
        wanted=wanted,
        within=fact(Facet.CATEGORY, str(category_id)) if category_id else "",
        filters=tuple(sorted((facet, tuple(sorted(set(values)))) for facet, values in filters.items() if values)),
        sort=sort or (None if wanted else Sort.FEATURED),
        size=min(size, MAX_PAGE_SIZE),
        counted=counted,
    )
    led = _arranged(query, text, str(category_id or ""), led=not sort or sort is Sort.FEATURED)
    return _Asked(led, is_kept=_is_kept(text))


@dataclass(frozen=True, slots=True)
class _Asked:
    query: Query
    is_kept: bool

    def begun(self, cursor: str | None) -> "_Asked":
        """From where the list was left."""
        return replace(self, query=_begun(self.query, cursor))

    def taking(self, match: Match) -> "_Asked":
        return replace(self, query=replace(self.query, match=match))

    def unfiltered(self) -> "_Asked":
        """The same words, wherever they are: whether anything bears them."""
        return replace(self, query=replace(self.query, filters=(), counted=False, size=1, after=None, skip=0))

    def hits(self) -> Hits:
        if not self.is_kept:
            return search_engine().find(self.query)
        try:
            return _hits(self.query)
        except _Unsettled as one:
            return one.hits


@remembered("search", most=5_000)
def _hits(query: Query) -> Hits:
    """What was found is found again, until any card changes: many ask for the same few things."""
    hits = search_engine().find(query)
    if not hits.settled:
        raise _Unsettled(hits)
    return hits


class _Unsettled(Exception):
    """An answer that is not to be remembered, carried past the memory."""

    def __init__(self, hits: Hits) -> None:
        super().__init__()
        self.hits = hits


def _is_kept(text: str) -> bool:
    # Without a page cache nothing of what buyers ask for is kept, and nobody types a whole page twice.
    return bool(settings.PAGE_CACHE_BYTES) and len(text) <= LONGEST_KEPT


def _same_words(language: str) -> list[tuple[str, ...]]:
    return [each.words for each in all_synonyms() if each.language == language]


def _arranged(query: Query, text: str, category: str, *, led: bool) -> Query:
    arranged = arranged_for(all_arrangements(), query.market, text=text, category=category)
    if arranged is None:
        return query
    return replace(
        query,
        lead=(*arranged.pinned, *arranged.boosted) if led else (),
        forced=arranged.pinned if query.wanted else (),
        hidden=arranged.hidden,
    )


def _begun(query: Query, cursor: str | None) -> Query:
    if not cursor:
        return query
    kind, number = decode_cursor(cursor, [str, int])
    if kind != (_SHOWN if query.sort is None else _PLACE) or number < 0:
        raise BadCursor(field="cursor")
    return replace(query, skip=min(number, _FARTHEST)) if query.sort is None else replace(query, after=number)


def _page(asked: _Asked, cursor: str | None) -> CardPage:
    hits, match = _found(asked)
    query = asked.query
    following = None
    if hits.more and query.sort is not None and hits.last is not None:
        following = encode_cursor([_PLACE, hits.last])
    elif hits.more and query.sort is None:
        led = len(set(query.lead) & set(hits.product_ids)) if not cursor else 0
        following = encode_cursor([_SHOWN, query.skip + len(hits.product_ids) - led])
    return CardPage(
        cards=tuple(cards_for(hits.product_ids, market=query.market, language=query.language)),
        count=Count(number=hits.count, exact=True),
        next_cursor=following,
        corrected=match is Match.NEAR and hits.count > 0,
        partly=match is Match.ANY and hits.count > 0,
        facts=hits.facts,
        settled=hits.settled,
    )


def _found(asked: _Asked) -> tuple[Hits, Match]:
    """As typed if anything bears the words, else nearly so, else in part. Filters never change how words are taken."""
    for match in _ways(asked.query.wanted):
        now = asked.taking(match)
        hits = now.hits()
        if hits.count or (now.query.filters and now.unfiltered().hits().count):
            return hits, match
    return asked.hits(), Match.ALL


def _ways(wanted: Wanted) -> tuple[Match, ...]:
    if not wanted:
        return (Match.ALL,)
    return (Match.ALL, Match.NEAR, Match.ANY) if len(wanted) > 1 else (Match.ALL, Match.NEAR)
