"""`python -m tests.races.burst.fill COUNT SEED SHOP`: so many carts, each with some of the rare article and others.

Prints for each, as JSON, what its buyer needs to order it: where it is, the token, the pieces of the rare article, the
body of the request. ``SHOP`` is what the shop's program has told.
"""

import json
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from comptoir.config.readiness import ready

LARGEST = 3


def main() -> None:
    count, seed, told = int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    with ready("tables"):
        for line in _filled(count, Random(f"fill {seed}"), told):
            sys.stdout.write(json.dumps(line) + "\n")


def _filled(count: int, luck: Random, told: dict[str, str]) -> Iterator[dict[str, Any]]:
    from comptoir.domains.cart.actions import add_carts
    from comptoir.domains.cart.queries import priced_cart
    from comptoir.domains.cart.values import CartDetails, FilledCart
    from comptoir.domains.content.queries import terms_version
    from comptoir.flows.testing import HOME
    from comptoir.kernel import clock
    from comptoir.kernel.access import token_for
    from comptoir.kernel.testing import OWNER

    now, sides = clock.now(), told["sides"].split()
    carts = []
    for _ in range(count):
        lines = [(told["rare_sku"], luck.randint(1, LARGEST))]
        lines += [(sku, 1) for sku in luck.sample(sides, luck.randrange(3))]
        luck.shuffle(lines)
        details = CartDetails(
            email=f"{luck.getrandbits(64):x}@exemple.example", shipping_address=HOME, delivery_method="home"
        )
        carts.append(
            FilledCart(
                market=told["market"],
                language="fr",
                channel="web",
                quantities=dict(lines),
                details=details,
                opened_at=now,
            )
        )
    totals: dict[tuple[tuple[str, int], ...], Any] = {}
    for id, filled in zip(add_carts(batch=carts, actor=OWNER, now=now), carts, strict=True):
        contents = tuple(sorted(filled.quantities.items()))
        total = totals.get(contents) or priced_cart(id, now=now).total
        totals[contents] = total
        yield {
            "cart_id": str(id),
            "token": token_for("cart", id),
            "rare": filled.quantities[told["rare_sku"]],
            "body": {
                "shown_total": {"minor": total.minor, "currency": total.currency},
                "terms_version": terms_version(),
            },
        }


if __name__ == "__main__":
    main()
