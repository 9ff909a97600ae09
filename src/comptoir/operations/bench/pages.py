"""The requests of each operation that reads."""

import gzip
import random
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urlencode

from comptoir.domains.search.values import Sort
from comptoir.operations.bench.generator.line import Answer
from comptoir.operations.bench.goods import API, LANGUAGE, Goods

type Name = Literal["product", "product-api", "list", "search"]
READING: Final[tuple[Name, ...]] = ("product", "product-api", "list", "search")
SHARED: Final[frozenset[Name]] = frozenset({"product", "list"})
"""What the page cache keeps."""
REMEMBERED: Final[frozenset[Name]] = frozenset({"search"})
"""What a second asking has easier than the first: measured with that memory and without it, as shared pages are."""
CONNECTIONS = 16
_A_CARD = f'href="/{LANGUAGE}/produits/'.encode()


@dataclass(frozen=True, kw_only=True)
class Operation:
    """``targets`` are all that are asked; ``holds`` must stand in every answer, so that an empty page or an excuse is
    not taken for the real thing."""

    name: Name
    label: str
    targets: tuple[str, ...]
    holds: bytes

    def drawn(self, count: int, *, seed: int) -> "Operation":
        """The same with so many of its targets, drawn by the seed."""
        if count >= len(self.targets):
            return self
        chosen = random.Random(f"{seed}-{self.name}").sample(self.targets, count)  # noqa: S311 - a draw, no secret
        return Operation(name=self.name, label=self.label, targets=tuple(chosen), holds=self.holds)


def reading(goods: Goods) -> dict[Name, Operation]:
    """What is asked. The storefront speaks French first: its addresses are those of buyers."""
    return {
        "product": Operation(
            name="product",
            label="product page",
            targets=tuple(f"/{LANGUAGE}/produits/{quote(slug)}" for slug in goods.slugs),
            holds=b'"@type":"Product"',
        ),
        "product-api": Operation(
            name="product-api",
            label="product by API",
            targets=tuple(f"{API}/products/{quote(slug)}" for slug in goods.slugs),
            holds=b'"sku"',
        ),
        "list": Operation(
            name="list",
            label="list page",
            targets=tuple(dict.fromkeys(_list_target(*each) for each in goods.lists)),
            holds=_A_CARD,
        ),
        "search": Operation(
            name="search",
            label="search",
            targets=tuple(f"/{LANGUAGE}/recherche?{urlencode({'q': words})}" for words in goods.searches),
            holds=_A_CARD,
        ),
    }


def _list_target(category: str, sort: str, cursor: str) -> str:
    path = f"/{LANGUAGE}/rayons/{quote(category)}" if category else f"/{LANGUAGE}/produits"
    said = {"sort": "" if sort == Sort.FEATURED.value else sort, "cursor": cursor}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path


def fault_of(operation: Operation, answer: Answer) -> str:
    """What is wrong with an answer that is to be measured; empty when nothing is."""
    if answer.status != 200:
        return f"status {answer.status}"
    body = gzip.decompress(answer.body) if answer.header("Content-Encoding") == "gzip" else answer.body
    return "" if operation.holds in body else f"no {operation.holds.decode()} in {len(body)} bytes"
