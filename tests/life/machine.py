"""A shop that anything may happen to, in any order: rules for all that is done, and what must be true after each."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from comptoir.domains.markets.values import CaptureAt, InvoiceAt
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderState
from comptoir.domains.payments.queries import operations_of, payments_of, unresolved
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.check_work import check_work
from comptoir.flows.expire_cards import expire_cards
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.finish_orphans import finish_orphans
from comptoir.flows.jobs import SWEEP
from comptoir.flows.pass_on_credits import pass_on_credits
from comptoir.flows.reconcile_payments import reconcile_payments
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.kernel import clock
from comptoir.kernel.access import Actor
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOON
from tests.life.acting import order_id_of
from tests.life.books import all_breaks, cheap_breaks, kept_at_the_bank, lines_of, money_kept, none_of
from tests.life.buying import Buying
from tests.life.cutting import How
from tests.life.handling import Handling
from tests.life.model import KnownOrder
from tests.life.supplying import Supplying
from tests.life.world import open_world

EVERY = 20
"""After so many steps everything is looked at, and not only what is cheap."""

_LEAPS = {"minutes": timedelta(minutes=20), "hours": timedelta(hours=5), "days": timedelta(days=2)}
_LEAPS |= {"a week": timedelta(days=8), "weeks": timedelta(days=16), "months": timedelta(days=70)}


def _reconcile(*, actor: Actor, now: datetime) -> None:
    """The bank has no other clock than the real one, whatever the machine's shows."""
    since, until = NOON - timedelta(days=400), NOON + timedelta(days=4_000)
    reconcile_payments(provider="simulator", since=since, until=until, actor=actor, now=now)


class ShopMachine(Buying, Handling, Supplying):
    """Everything together, and time."""

    @initialize(
        capture_at=st.sampled_from(CaptureAt),
        invoice_at=st.sampled_from(InvoiceAt),
        backorders=st.integers(0, 3),
        shipped=st.integers(0, 3),
    )
    def open(self, capture_at: CaptureAt, invoice_at: InvoiceAt, backorders: int, shipped: int) -> None:
        self.variants = open_world(capture_at=capture_at, invoice_at=invoice_at, backorders=backorders)
        # Some rules are left out of each story by Hypothesis: there is something to go on with whichever they are.
        for nth, code in enumerate(("fr", "fr", "jp", "fr", "fr")):
            self.fill_a_cart(code=code, sku="HONEY", pieces=2, nth=nth)
            self.change_a_cart(nth=0, sku="SOAP-1", pieces=nth % 3)
        for outcome in ("challenge", "approve", "approve", "approve"):
            self.place(nth=0, method="simulator", outcome=outcome, by_card=False)
        self.see_states()
        for nth in range(shipped):
            self.ship_all(nth=nth)

    @rule(by=st.sampled_from(list(_LEAPS)))
    def time_passes(self, by: str) -> None:
        self.now += _LEAPS[by]

    @rule(at=st.integers(0, 70), how=st.sampled_from(How))
    def cut_something_off(self, at: int, how: How) -> None:
        """The next thing that takes more statements and calls than that ends there."""
        self.cutter.set(at, how)

    @rule(at=st.integers(0, 12), how=st.sampled_from(How))
    def cut_off_what_comes_next(self, at: int, how: How) -> None:
        self.cutter.set(at, how)

    @rule(away=st.integers(0, 2), lost=st.integers(0, 2))
    def the_bank_is_out_of_reach(self, away: int, lost: int) -> None:
        self.bank.away, self.bank.lost = away, lost

    @rule()
    def sweep(self) -> None:
        self.act(lambda: sweep_payments(actor=SWEEP, now=self.now))
        self.act(lambda: finish_orphans(now=self.now))
        while self.act(lambda: pass_on_credits(actor=SWEEP, now=self.now)):
            pass
        self.act(lambda: expire_reservations(actor=SWEEP, now=self.now))

    @rule(which=st.sampled_from(["abandon", "check", "expire", "reconcile"]))
    def a_job_runs(self, which: str) -> None:
        jobs = {"abandon": abandon_orders, "check": check_work, "expire": expire_cards, "reconcile": _reconcile}
        self.act(lambda: jobs[which](actor=SWEEP, now=self.now))

    @rule()
    def pass_news_on(self) -> None:
        for lane in Lane:
            while self.act(partial(deliver, lane=lane)):
                pass

    def check_invariants(self, *told: Any) -> None:
        """After each rule; not as an ``@invariant``, which would be a line of its own in every story."""
        super().check_invariants(*told)
        self.steps += 1
        none_of(cheap_breaks())
        self.see_states()
        if self.steps % EVERY == 0:
            self.look_at_everything()

    def look_at_everything(self) -> None:
        """As the hourly watch does, behind the sweep."""
        self.cutter.rest()
        self.sweep()
        self.a_job_runs("reconcile")
        none_of(all_breaks(self.bank.home, self.now))
        for known in self.orders:
            self._compare(known)

    def _compare(self, known: KnownOrder) -> None:
        lines = lines_of(known.id)
        assert known.pieces == lines, f"order {known.id}: noted {known.pieces}, found {lines}"
        total = order(order_id_of(known)).total.minor
        assert total == known.total, f"order {known.id} comes to {total}, noted {known.total}"

    def teardown(self) -> None:
        try:
            if not self.is_broken and self.variants:
                self._come_to_rest()
                self._see_that_paid_means_ordered()
        finally:
            super().teardown()

    def _come_to_rest(self) -> None:
        """Nobody does anything any more, time passes, and the jobs do their work."""
        self.bank.away = self.bank.lost = 0
        self.cutter.rest()
        for key in self.bank.waiting():
            self.bank.decide(key, "")
        for leap in (*["minutes"] * 10, "days", "a week", "a week", "weeks", "hours"):
            self.time_passes(leap)
            self.sweep()
            self.a_job_runs("abandon")
            self.a_job_runs("reconcile")
            for known in self.orders:
                self.confirm_refunds_of(known)
        execute("UPDATE kernel_outbox SET due_at = %s WHERE delivered_at IS NULL", [clock.real_now()])
        self.pass_news_on()
        self.look_at_everything()

    def _see_that_paid_means_ordered(self) -> None:
        waiting = unresolved(self.now + timedelta(days=400))
        assert waiting == (), f"somebody is still waited for: {waiting}"
        kept = money_kept()
        assert set(kept) <= {known.id for known in self.orders}
        for known in self.orders:
            # What is sent instead of goods that never come is called off before anybody pays it.
            held, set_aside, undecided, credited = kept.get(known.id, (0, 0, 0, 0))
            agreed = order(order_id_of(known))
            keys = [str(each.id) for each in payments_of(known.id) if each.provider == "simulator"]
            others = sum(
                each.captured.minor - each.refunded.minor for each in payments_of(known.id) if str(each.id) not in keys
            )
            at_the_bank = kept_at_the_bank(self.bank.home, keys) + others
            assert undecided == 0, f"order {agreed.number}: still open are {payments_of(known.id)}"
            assert at_the_bank == held + set_aside, (
                f"order {agreed.number}: {at_the_bank} is kept, {held}+{set_aside} here"
            )
            assert agreed.state is not OrderState.AWAITING_PAYMENT, f"order {agreed.number} waits for ever"
            held -= credited  # it pays another order, which keeps it
            owed = 0 if agreed.state is OrderState.CANCELLED else known.total - agreed.due.minor - known.given_back
            assert held + set_aside == owed or (set_aside and held + set_aside >= owed), (
                f"order {agreed.number} ({agreed.state}) should keep {owed}, keeps {held} and {set_aside} set aside: "
                f"{known}, {[(each, operations_of(each.id)) for each in payments_of(known.id)]}"
            )
        assert connection.in_atomic_block is False
