"""`python -m tests.running.furnish`: a small merchant in the home of COMPTOIR_HOME; tells what it made as JSON."""

import json
import sys
from dataclasses import replace

from comptoir.config.readiness import ready
from comptoir.operations.preparing.texts import compile_texts

PLENTY = 1_000_000


def furnish() -> dict[str, str]:
    """France, two ways to pay, an article without end (``sku``), one that the tests count (``rare_sku``, none until
    then), and an API key that may do everything.
    """
    from comptoir.domains.accounts.actions import create_api_key
    from comptoir.domains.payments.testing import make_method
    from comptoir.flows.testing import open_shop, sell
    from comptoir.kernel import clock
    from comptoir.kernel.money import Money
    from comptoir.kernel.testing import OWNER

    now = clock.now()
    shop = open_shop(stock=PLENTY, provider="simulator", now=now)
    make_method(provider="transfer", now=now)
    rare = sell(market=shop.market, price=Money(2490, "EUR"), stock=0, now=now)
    _, key = create_api_key(label="tests", scopes=["*"], actor=OWNER, now=now)
    return {"market": shop.market, "sku": shop.sku, "rare_sku": rare.variants[0].sku, "key": key}


def told_after(**terms: str) -> None:
    """Furnish the home, on other terms of the market if they are given, and tell."""
    compile_texts()
    with ready("tables"):
        told = furnish()
        if terms:
            _agree_on(terms)
    sys.stdout.write(json.dumps(told) + "\n")


def _agree_on(terms: dict[str, str]) -> None:
    from comptoir.domains.markets.actions import save_market
    from comptoir.domains.markets.testing import make_market
    from comptoir.domains.markets.values import CaptureAt, InvoiceAt
    from comptoir.kernel import clock
    from comptoir.kernel.testing import OWNER

    capture_at, invoice_at = CaptureAt(terms["capture_at"]), InvoiceAt(terms["invoice_at"])
    save_market(
        market=replace(make_market(), capture_at=capture_at, invoice_at=invoice_at), actor=OWNER, now=clock.now()
    )


if __name__ == "__main__":
    told_after()
