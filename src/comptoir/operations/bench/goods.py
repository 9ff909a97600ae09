"""What can be asked for: learnt from the shop itself, by the interface that any front end uses."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from comptoir.domains.search.values import Sort
from comptoir.operations.bench.generator.line import Answer, Line
from comptoir.operations.bench.place import NotMade

API = "/api/v1"
PAGE = 100
# As the storefront lists them: what follows a page is then its next page too.
LISTED = 24
DEEPEST_PAGE = 3
SHORTEST_WORD = 4
LANGUAGE = "fr"
IN_FRENCH = {"Accept-Language": LANGUAGE}


@dataclass(frozen=True, kw_only=True)
class Goods:
    """``slugs`` of all products; ``skus`` of some that are in stock; ``lists`` as (category or "", sort, cursor);
    ``searches`` as typed."""

    slugs: tuple[str, ...]
    skus: tuple[str, ...]
    lists: tuple[tuple[str, str, str], ...]
    searches: tuple[str, ...]


def learn_goods(line: Line, *, looked_at: int, seed: int) -> Goods:
    """Every product's address, and of ``looked_at`` of them what can be bought. The same seed asks the same.

    :raises NotMade: when the shop sells nothing.
    """
    dice = random.Random(seed)  # noqa: S311 - a draw, no secret
    cards = list(_cards(line))
    if not cards:
        raise NotMade("The shop to be measured sells nothing.")
    slugs = [slug for slug, _ in cards]
    skus: list[str] = []
    categories: set[str] = set()
    for slug in dice.sample(slugs, min(looked_at, len(slugs))):
        product = _asked(line, f"/products/{slug}").json()
        skus += [variant["sku"] for variant in product["variants"] if variant["availability"] == "in_stock"]
        categories.update(category["slug"] for category in product["categories"])
    if not skus:
        raise NotMade("Nothing of the shop to be measured is in stock.")
    return Goods(
        slugs=tuple(slugs),
        skus=tuple(skus),
        lists=tuple(_lists(line, sorted(categories))),
        searches=tuple(_searches([title for _, title in cards], dice)),
    )


def _cards(line: Line) -> Iterator[tuple[str, str]]:
    cursor = ""
    while True:
        page = _asked(line, f"/products?{urlencode({'page_size': PAGE, 'cursor': cursor})}").json()
        yield from ((item["slug"], item["title"]) for item in page["items"])
        cursor = page["next_cursor"]
        if not cursor:
            return


def _lists(line: Line, categories: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The first pages of every category and of all goods, in every order."""
    for category in ("", *categories):
        for sort in Sort:
            cursor = ""
            for _ in range(DEEPEST_PAGE):
                yield category, sort.value, cursor
                asked = {"category": category, "sort": sort.value, "cursor": cursor, "page_size": LISTED}
                cursor = _asked(line, f"/products?{urlencode(asked)}").json()["next_cursor"]
                if not cursor:
                    break


def _searches(titles: Sequence[str], dice: random.Random, *, count: int = 300) -> Iterator[str]:
    """One or two words of titles, half and half, as buyers type them: no capitals, no punctuation."""
    drawn = dice.sample(titles, min(count, len(titles)))
    for place, title in enumerate(drawn):
        words = [word.strip(",.;:()«»").lower() for word in title.split()]
        words = [word for word in words if len(word) >= SHORTEST_WORD and word.isalpha()] or [title]
        start = dice.randrange(len(words))
        yield " ".join(words[start : start + 1 + place % 2])


def _asked(line: Line, path: str) -> Answer:
    answer = line.ask("GET", f"{API}{path}", headers=IN_FRENCH)
    if answer.status != 200:
        raise NotMade(f"The shop to be measured answers {answer.status} to {path}: {answer.body[:200]!r}")
    return answer
