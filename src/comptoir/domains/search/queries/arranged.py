"""What the merchant arranged: remembered until it changes, for every search asks it."""

from uuid import UUID

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.errors import UnknownArrangement, UnknownSynonyms
from comptoir.domains.search.models import Arrangement as ArrangementRow
from comptoir.domains.search.models import Synonyms as SynonymsRow
from comptoir.domains.search.values import Arrangement, Synonyms
from comptoir.kernel.remember import remembered


@remembered("search.arranged")
def all_synonyms() -> tuple[Synonyms, ...]:
    """Every set of words that mean the same, by language and first word."""
    rows = sorted(SynonymsRow.objects.all(), key=lambda row: (row.language, row.words))
    return tuple(Synonyms(id=row.id, language=row.language, words=tuple(row.words)) for row in rows)


def synonyms(id: UUID) -> Synonyms:
    """
    :raises UnknownSynonyms: when there are none of that id.
    """
    for known in all_synonyms():
        if known.id == id:
            return known
    raise UnknownSynonyms(synonyms=str(id))


@remembered("search.arranged")
def all_arrangements() -> tuple[Arrangement, ...]:
    """What is pinned, boosted and hidden anywhere: those for words first."""
    rows = sorted(ArrangementRow.objects.all(), key=lambda row: (row.market, row.words == "", row.words, row.category))
    return tuple(
        Arrangement(
            id=row.id,
            market=row.market,
            words=row.words,
            category=row.category,
            pinned=tuple(map(ProductId, row.pinned)),
            boosted=tuple(map(ProductId, row.boosted)),
            hidden=tuple(map(ProductId, row.hidden)),
        )
        for row in rows
    )


def arrangement(id: UUID) -> Arrangement:
    """
    :raises UnknownArrangement: when there is none of that id.
    """
    for known in all_arrangements():
        if known.id == id:
            return known
    raise UnknownArrangement(arrangement=str(id))
