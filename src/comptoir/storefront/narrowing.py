"""What an address narrows a list by: facets with the values chosen of each, the order, and where to read on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from comptoir.domains.catalogue.queries import attributes
from comptoir.domains.search.values import ATTRIBUTE, Facet, Sort

_VALUE = re.compile(r"[a-z0-9-]{1,80}")
MOST_VALUES = 12
"""Of each facet: more are chosen by machines alone."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """``chosen`` holds facets by the name of their parameter, each with its values, in one order for all addresses.

    ``sort`` is None where the address asks for none.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: Sort | None = None
    cursor: str = ""

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        return dict(self.chosen)

    def without(self, facet: str, value: str) -> "Narrowing":
        """From the first page on, with one choice less."""
        left = (
            (name, tuple(each for each in values if (name, each) != (facet, value))) for name, values in self.chosen
        )
        return replace(self, chosen=tuple((name, values) for name, values in left if values), cursor="")

    def from_start(self) -> "Narrowing":
        return replace(self, cursor="")

    def at(self, cursor: str) -> "Narrowing":
        return replace(self, cursor=cursor)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """As parameters of an address, the cursor and the order aside."""
        for name, values in self.chosen:
            for value in values:
                yield name, value

    def address(self, path: str, *, text: str = "") -> str:
        """The list of that path, or what was found for the text, narrowed so."""
        said = [("q", text), *self.pairs(), ("sort", sort_word(self.sort)), ("cursor", self.cursor)]
        query = urlencode([(name, value) for name, value in said if value])
        return f"{path}?{query}" if query else path


def sort_word(sort: Sort | None) -> str:
    """In an address; the usual order needs no word."""
    return "" if sort in (None, Sort.FEATURED) else str(sort)


def narrowing_of(request: HttpRequest, *, within_categories: bool = False) -> Narrowing:
    """What the address asks for. What no list knows is left out: somebody may have kept an address for years."""
    asked = request.GET
    names = [Facet.STOCK, Facet.PRICE, Facet.PLACE, *_attributes(), Facet.MAKER]
    if within_categories:
        names.insert(0, Facet.CATEGORY)
    chosen = ((str(name), _values(asked, name)) for name in names)
    word = asked.get("sort", "")
    return Narrowing(
        chosen=tuple((name, values) for name, values in chosen if values),
        sort=Sort(word) if word in {sort.value for sort in Sort} else None,
        cursor=asked.get("cursor", "").replace("\0", ""),
    )


def _attributes() -> list[str]:
    return [f"{ATTRIBUTE}{attribute.code}" for attribute in attributes() if attribute.facet]


def _values(asked: QueryDict, name: str) -> tuple[str, ...]:
    values = {value for value in asked.getlist(name) if _VALUE.fullmatch(value)}
    return tuple(sorted(values)[:MOST_VALUES])
