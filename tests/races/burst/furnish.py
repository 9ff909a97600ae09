"""`python -m tests.races.burst.furnish`: the small merchant of other tests, with more to buy than the rare article."""

import json
import sys

from comptoir.config.readiness import ready
from comptoir.operations.preparing.texts import compile_texts
from tests.running.furnish import PLENTY, furnish

SIDES = 6


def main() -> None:
    compile_texts()
    with ready("tables"):
        told = furnish()
        told["sides"] = " ".join(_sides(told["market"]))
    sys.stdout.write(json.dumps(told) + "\n")


def _sides(market: str) -> list[str]:
    from comptoir.flows.testing import sell
    from comptoir.kernel import clock
    from comptoir.kernel.money import Money

    now = clock.now()
    return [sell(market=market, price=Money(500, "EUR"), stock=PLENTY, now=now).variants[0].sku for _ in range(SIDES)]


if __name__ == "__main__":
    main()
