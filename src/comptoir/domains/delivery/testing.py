"""Ways of delivery for tests of this and other domains."""

from dataclasses import replace
from datetime import time
from typing import Any

from comptoir.domains.delivery.actions import save_method, set_rates
from comptoir.domains.delivery.values import MethodDraft, MethodKind, Rate
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import job_actor
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON

HOME = MethodDraft(
    code="colissimo",
    market="fr",
    kind=MethodKind.HOME,
    labels={"fr": "Colissimo à domicile", "en": "Colissimo, to your door"},
    carrier="Colissimo",
    cut_off=time(14),
    handling_days=1,
    transit_days_min=2,
    transit_days_max=3,
)


def make_method(*, price: int = 590, free_from: int | None = None, **changes: Any) -> MethodDraft:
    """A way of delivery in the test market with one rate, and one more that is free from a goods total on."""
    draft = replace(HOME, market=make_market().code, **changes)
    rates = [Rate(price=Money(price, "EUR"))]
    if free_from is not None:
        rates.append(Rate(price=Money(0, "EUR"), from_total=Money(free_from, "EUR")))
    actor = job_actor("test")
    save_method(method=draft, actor=actor, now=NOON)
    set_rates(market=draft.market, code=draft.code, rates=rates, actor=actor, now=NOON)
    return draft
