"""The requests of each operation that reads."""

import gzip
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urlencode

from comptoir.domains.search.values import Sort
from comptoir.operations.bench.generator.line import Answer
from comptoir.operations.bench.goods import API, LANGUAGE, Goods

type Name = Literal["product", "product-api", "list", "search"]
READING: Final[tuple[Name, ...]] = ("product", "product-api", "list", "search")
CONNECTIONS = 16


@dataclass(frozen=True, kw_only=True)
class Operation:
    """``targets`` are all that are asked; ``shared`` when the page cache keeps them; ``holds`` must stand in every
    answer, so that an empty page or an excuse is not taken for the real thing."""

    name: Name
    label: str
    targets: tuple[str, ...]
    shared: bool
    holds: bytes

    def drawn(self, count: int, *, seed: int) -> "Operation":
        """The same with so many of its targets, drawn by the seed."""
        if count >= len(self.targets):
            return self
        chosen = random.Random(f"{seed}-{self.name}").sample(self.targets, count)  # noqa: S311 - a draw, no secret
        return Operation(name=self.name, label=self.label, targets=tuple(chosen), shared=self.shared, holds=self.holds)


def reading(goods: Goods) -> dict[Name, Operation]:
    """The storefront speaks French first: its addresses are those of buyers."""
    root = f"/{LANGUAGE}"
    table: Sequence[tuple[Name, str, Sequence[str], Callable[[str], str], bool, bytes]] = (
        ("product", "product page", goods.slugs, lambda slug: f"{root}/produits/{quote(slug)}", True, b"<html"),
        ("product-api", "product by API", goods.slugs, lambda slug: f"{API}/products/{quote(slug)}", False, b'"sku"'),
        (
            "search",
            "search",
            goods.searches,
            lambda words: f"{root}/recherche?{urlencode({'q': words})}",
            False,
            b"<html",
        ),
    )
    found = {
        name: Operation(name=name, label=label, targets=tuple(map(address, asked)), shared=shared, holds=holds)
        for name, label, asked, address, shared, holds in table
    }
    lists = tuple(dict.fromkeys(_list_target(root, *each) for each in goods.lists))
    found["list"] = Operation(name="list", label="list page", targets=lists, shared=True, holds=b"<html")
    return found


def _list_target(root: str, category: str, sort: str, cursor: str) -> str:
    path = f"{root}/rayons/{quote(category)}" if category else f"{root}/produits"
    said = {"sort": "" if sort == Sort.FEATURED.value else sort, "cursor": cursor}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path


def fault_of(operation: Operation, answer: Answer) -> str:
    """What is wrong with an answer that is to be measured; empty when nothing is."""
    if answer.status != 200:
        return f"status {answer.status}"
    body = gzip.decompress(answer.body) if answer.header("Content-Encoding") == "gzip" else answer.body
    return "" if operation.holds in body else f"no {operation.holds.decode()} in {len(body)} bytes"
