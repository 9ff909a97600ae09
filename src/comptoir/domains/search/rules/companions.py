"""What goes together, by what was bought together."""

from collections import Counter
from collections.abc import Iterable
from itertools import permutations

from comptoir.domains.catalogue.values import ProductId

LEAST_TOGETHER = 2
"""What was bought together once is chance, and could tell what one person has bought."""
MOST_COMPANIONS = 12


def companions_of(baskets: Iterable[Iterable[ProductId]]) -> dict[tuple[ProductId, ProductId], int]:
    """How often each product was bought together with which others, the most frequent of them, both ways."""
    together: Counter[tuple[ProductId, ProductId]] = Counter()
    for basket in baskets:
        together.update(permutations(sorted(set(basket)), 2))
    kept: dict[tuple[ProductId, ProductId], int] = {}
    count_of: Counter[ProductId] = Counter()
    for (one, other), orders in sorted(together.items(), key=lambda pair: (-pair[1], pair[0])):
        if orders >= LEAST_TOGETHER and count_of[one] < MOST_COMPANIONS:
            kept[one, other] = orders
            count_of[one] += 1
    return kept
