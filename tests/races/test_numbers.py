"""Numbers of invoices and credit notes, taken by many at once, some of whom give up: 1 to n in every series.

``COMPTOIR_RACE_NUMBERS=10000 pytest -s tests/races/test_numbers.py`` takes ten thousand and tells how fast.
"""

import os
import random
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from time import perf_counter

import pytest
from django.db import transaction

from comptoir.domains.invoicing.actions import issue_credit_note, issue_document
from comptoir.domains.invoicing.testing import make_draft
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = int(os.environ.get("COMPTOIR_RACE_NUMBERS", "200"))
THREADS, GIVEN_UP, CREDITED, SEED = 16, 0.1, 0.1, 20261129


class GivenUp(Exception):
    """Something else in the transaction failed."""


def test_every_series_counts_one_by_one_whoever_gives_up() -> None:
    # Two markets of one legal entity: one has numbers of its own.
    common = make_draft()
    home = market(common.market)
    save_market(market=replace(home, code="pro", order_prefix="PRO", invoice_series="PRO"), actor=OWNER, now=NOON)
    order = make_draft()

    def work(thread: int) -> int:
        dice, taken = random.Random(SEED + thread), 0
        for number in range(TRIES // THREADS):
            # Clocks of machines differ: up to two seconds either way.
            now = NOON + timedelta(milliseconds=dice.randint(-2000, 2000))
            draft = replace(order, key=f"{thread}/{number}", market=dice.choice([home.code, "pro"]))
            try:
                with transaction.atomic():
                    invoice = issue_document(draft=draft, actor=OWNER, now=now)
                    credited = dice.random() < CREDITED
                    if credited:
                        issue_credit_note(invoice_id=invoice, actor=OWNER, now=now)
                    if dice.random() < GIVEN_UP:
                        raise GivenUp
            except GivenUp:
                continue
            taken += 1 + credited
        return taken

    began = perf_counter()
    answers = at_once([partial(work, thread) for thread in range(THREADS)], patience_seconds=3600)
    seconds = perf_counter() - began

    issued = [answer for answer in answers if isinstance(answer, int)]
    assert len(issued) == THREADS, answers
    rows = fetch(
        """SELECT series.kind, sequence, number, issued_at, issued_on FROM invoicing_document AS document
             JOIN invoicing_series AS series ON series.id = series_id ORDER BY series.kind, sequence"""
    )
    assert len(rows) == sum(issued)
    numbers: dict[str, list[str]] = {}
    for kind, _, number, *_ in rows:
        numbers.setdefault(kind, []).append(number)
    prefixes = {"invoice": "F", "invoice:PRO": "FPRO", "credit_note": "A", "credit_note:PRO": "APRO"}
    assert numbers == {
        kind: [f"{prefixes[kind]}2026-{place:06d}" for place in range(1, len(each) + 1)]
        for kind, each in numbers.items()
    }
    assert all(before[3:] <= after[3:] for before, after in pairwise(rows) if before[0] == after[0])
    assert [words for words in breaks_now() if "series" in words or "issued on" in words] == []
    print(f"\n{sum(issued):,} numbers in {len(numbers)} series, {seconds:.1f} s: {sum(issued) / seconds:,.0f} a second")  # noqa: T201 - the figure
