"""The bank's books against ours: what only lacks news heals, what remains becomes a case."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import httpx
import pytest

from comptoir.connectors.payments.tests.bank import RunningBank, running_bank
from comptoir.domains.cases.queries import check_runs, inbox
from comptoir.domains.cases.values import Case, CaseFilter, CaseState
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.errors import NotSupported, ProviderUnreachable
from comptoir.domains.payments.queries import payment
from comptoir.domains.payments.testing import make_method, make_payment
from comptoir.domains.payments.values import PaymentId, PaymentState
from comptoir.flows import jobs
from comptoir.flows.place_order import place_order
from comptoir.flows.recheck_payment import recheck_payment
from comptoir.flows.reconcile_payments import reconcile_payments
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel import clock, ports
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import OWNER, anybody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def _own_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBank]:
    with running_bank(tmp_path_factory.mktemp("own-bank")) as bank:
        yield bank


@dataclass(frozen=True)
class Counter:
    """A shop that sells through a bank whose messages never arrive."""

    bank: RunningBank
    shop: Shop
    opened_at: datetime

    def buy(self, simulated: str = "approve") -> PaymentId:
        now = clock.now()
        checkout = agree(fill_cart(self.shop, now=now), method="simulator", simulated=simulated, now=now)
        placed = place_order(checkout=checkout, key=str(new_id()), actor=buyer(), now=now)
        return PaymentId(UUID(placed.payment_id))

    def at_the_bank(self, path: str, **body: object) -> None:
        """What somebody does there behind our back."""
        with httpx.Client(trust_env=False) as client:
            address = f"{self.bank.url}/v1/payments/{path}"
            client.put(address, json=body, headers=self.bank.headers).raise_for_status()

    def compare(self) -> list[Case]:
        """The cases after both books were compared, from when this counter was opened."""
        until = clock.real_now() + timedelta(minutes=1)
        reconcile_payments(provider="simulator", since=self.opened_at, until=until, actor=OWNER, now=clock.now())
        return inbox(CaseFilter(), actor=OWNER).items


@pytest.fixture
def counter(_own_bank: RunningBank, transactional_db: None, settings) -> Iterator[Counter]:
    _own_bank.weather(down=False, copies=0, late_ms=1)
    settings.COMPTOIR_HOME, settings.SIMULATOR_URL = _own_bank.home, _own_bank.url
    ports.load.cache_clear()
    yield Counter(_own_bank, open_shop(provider="simulator", now=clock.now()), clock.real_now())
    ports.load("payments", "simulator")._line.close()
    ports.load.cache_clear()


def test_books_that_agree_are_no_case(counter: Counter) -> None:
    for simulated in ("approve", "decline"):
        counter.buy(simulated)
    assert counter.compare() == []
    [run] = check_runs(actor=OWNER)
    assert (run.source, run.counts) == ("payments.simulator", {"payments.simulator": 0})


def test_a_payment_made_behind_our_back_is_a_case_until_the_money_went_back(counter: Counter) -> None:
    key = str(new_id())
    counter.at_the_bank(key, amount=700, currency="EUR", capture=True, outcome="approve")
    [found] = counter.compare()
    assert (found.what, found.subject_id, found.market) == ("unknown_to_us", key, None)
    assert found.evidence["ours"] == {}
    assert datetime.fromisoformat(found.evidence["theirs"]["opened_at"]) >= counter.opened_at - timedelta(seconds=1)
    assert found.evidence["theirs"]["captured"] == {"minor": 700, "currency": "EUR"}
    assert [case.times_seen for case in counter.compare()] == [2]
    counter.at_the_bank(f"{key}/refund/back", amount=700)
    [closed] = counter.compare()
    assert (closed.id, closed.state) == (found.id, CaseState.RESOLVED)


def test_what_only_lacks_news_heals_itself(counter: Counter) -> None:
    payment_id = counter.buy("late")
    assert payment(payment_id).state is PaymentState.PENDING
    while counter.bank.book_of(payment_id).captured == 0:
        time.sleep(0.01)
    assert counter.compare() == []
    settled = payment(payment_id)
    assert settled.state is PaymentState.CAPTURED
    assert order(OrderId(settled.order_id)).state is OrderState.PAID


def test_a_refund_given_at_the_bank_is_news_too(counter: Counter) -> None:
    payment_id = counter.buy()
    counter.at_the_bank(f"{payment_id}/refund/gesture", amount=100)
    assert counter.compare() == []
    assert payment(payment_id).refunded == Money(100, "EUR")


def test_money_that_only_we_count_is_a_case(counter: Counter) -> None:
    ours = make_payment(state=PaymentState.CAPTURED, now=clock.now())
    [found] = counter.compare()
    assert (found.what, found.subject_type, found.subject_id) == ("unknown_to_them", "payments.payment", str(ours.id))
    assert found.evidence["ours"]["captured"] == {"minor": 10_000, "currency": "EUR"}
    assert found.evidence["theirs"] == {}
    assert found.market == ours.market


def test_money_that_cannot_be_taken_over_is_a_case(counter: Counter) -> None:
    payment_id = counter.buy()
    execute("UPDATE payments_payment SET captured_minor = captured_minor - 1")
    [found] = counter.compare()  # the ledger has booked the whole already, and does not book a cent twice
    assert (found.what, found.subject_id) == ("other_amount", str(payment_id))
    assert found.evidence["theirs"]["captured"]["minor"] == found.evidence["ours"]["captured"]["minor"] + 1


def test_what_asking_again_does_not_settle_is_a_case_for_as_long_as_it_lasts(counter: Counter) -> None:
    payment_id = counter.buy()
    execute("UPDATE payments_payment SET refunded_minor = 5, state = 'partially_refunded'")
    [found] = counter.compare()
    assert (found.what, found.subject_id) == ("other_state", str(payment_id))
    assert (found.evidence["ours"]["refunded"]["minor"], found.evidence["theirs"]["refunded"]["minor"]) == (5, 0)
    execute("UPDATE payments_payment SET refunded_minor = 0, state = 'captured'")
    [closed] = counter.compare()
    assert closed.state is CaseState.RESOLVED


def test_a_case_of_an_older_payment_is_looked_at_again(counter: Counter) -> None:
    payment_id = counter.buy()
    execute("UPDATE payments_payment SET refunded_minor = 5, state = 'partially_refunded'")
    [found] = counter.compare()
    execute("UPDATE payments_payment SET refunded_minor = 0, state = 'captured'")
    later = Counter(counter.bank, counter.shop, clock.real_now())
    [closed] = later.compare()
    assert (closed.id, closed.state, closed.subject_id) == (found.id, CaseState.RESOLVED, str(payment_id))


def test_no_answer_opens_and_closes_nothing(counter: Counter) -> None:
    counter.at_the_bank(str(new_id()), amount=700, currency="EUR", capture=True, outcome="approve")
    [found] = counter.compare()
    counter.bank.weather(down=True)
    with pytest.raises(ProviderUnreachable):
        counter.compare()
    [still] = inbox(CaseFilter(), actor=OWNER).items
    assert (still.state, still.times_seen) == (CaseState.OPEN, found.times_seen)


def test_the_jobs_leave_what_is_young_alone_and_one_provider_does_not_stop_the_others(counter: Counter) -> None:
    make_method(provider="transfer", now=clock.now())
    counter.at_the_bank(str(new_id()), amount=700, currency="EUR", capture=True, outcome="approve")
    jobs.reconcile_last_day.func()
    jobs.reconcile_last_month.func()
    assert inbox(CaseFilter(), actor=OWNER).items == []
    assert [run.source for run in check_runs(actor=OWNER)] == ["payments.simulator"]
    counter.bank.weather(down=True)
    jobs.reconcile_last_day.func()


def test_whoever_handles_a_case_can_have_the_payment_looked_up_at_once(counter: Counter) -> None:
    payment_id = counter.buy()
    execute("UPDATE payments_payment SET refunded_minor = 5, state = 'partially_refunded'")
    [found] = counter.compare()
    recheck = partial(recheck_payment, payment_id=payment_id, now=clock.now())
    with pytest.raises(NotAllowed):
        recheck(actor=anybody("cases.view"))
    assert recheck(actor=OWNER) is False
    execute("UPDATE payments_payment SET refunded_minor = 0, state = 'captured'")
    runs = check_runs(actor=OWNER)
    assert recheck_payment(payment_id=payment_id, actor=anybody("cases.handle"), now=clock.now()) is True
    [closed] = inbox(CaseFilter(), actor=OWNER).items
    assert (closed.id, closed.state) == (found.id, CaseState.RESOLVED)
    assert check_runs(actor=OWNER) == runs  # no whole run
    counter.bank.weather(down=True)
    with pytest.raises(ProviderUnreachable):
        recheck(actor=OWNER)


def test_nobody_can_be_asked_about_a_transfer(counter: Counter) -> None:
    transfer = make_payment(provider="transfer", now=clock.now())
    with pytest.raises(NotSupported):
        recheck_payment(payment_id=transfer.id, actor=OWNER, now=clock.now())
