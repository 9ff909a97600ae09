"""What has waited too long becomes a case, and is none when it is over."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import Case, CaseFilter, CaseKind, CaseState
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.orders.actions import hold_order
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import record_receipt, request_refund
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.check_work import LINGERS_AFTER, check_work
from comptoir.flows.jobs import look_for_stuck_work
from comptoir.flows.label_parcel import label_parcel
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.replay_failed import replay_failed
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_labels import sweep_labels
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.flows.tests.carriers import UNKNOWN, scripted
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOON, OWNER, make_dead_letter, make_failed_job
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db
TEN_DAYS = timedelta(days=10)


@pytest.fixture
def shop(db: None) -> Shop:
    return laid_shop()


def place(shop: Shop, *, paid: bool = True) -> OrderId:
    placed = place_order(checkout=agree(fill_cart(shop)), key=str(UUID(int=0)), actor=buyer(), now=NOON)
    id = OrderId(UUID(placed.order_id))
    if paid:
        record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=NOON)
    return id


def stuck(at: datetime) -> list[Case]:
    """What is undecided after the check ran at that hour."""
    check_work(actor=OWNER, now=at)
    return [case for case in inbox(CaseFilter(), actor=OWNER).items if case.is_undecided]


def test_a_shop_that_keeps_its_promises_has_no_case(shop: Shop) -> None:
    place(shop)
    assert stuck(NOON + timedelta(days=1)) == []


def test_a_paid_order_that_nobody_prepares_is_a_case_until_somebody_does(shop: Shop) -> None:
    id = place(shop)
    [case] = stuck(NOON + TEN_DAYS)
    assert (case.kind, case.what, case.subject_id) == (CaseKind.STUCK_ORDER, "late", str(id))
    assert case.facts == {"number": order(id).number}
    assert (case.market, case.subject_type) == ("fr", "orders.order")
    prepare_order(order_id=id, actor=OWNER, now=NOON + TEN_DAYS)
    assert stuck(NOON + TEN_DAYS + timedelta(hours=1)) == []


def test_what_staff_hold_back_is_no_case(shop: Shop) -> None:
    hold_order(order_id=place(shop), because="the buyer is away", actor=OWNER, now=NOON)
    assert stuck(NOON + TEN_DAYS) == []


def test_an_order_in_preparation_for_ages(shop: Shop) -> None:
    id = place(shop)
    prepare_order(order_id=id, actor=OWNER, now=NOON)
    assert stuck(NOON + TEN_DAYS) == []
    late = NOON + LINGERS_AFTER + timedelta(hours=1)
    [case] = stuck(late)
    assert (case.what, case.subject_id) == ("lingering", str(id))
    ship_order(order_id=id, actor=OWNER, now=late)
    assert stuck(late + timedelta(hours=1)) == []


def test_an_order_that_waits_for_money_that_is_there(shop: Shop) -> None:
    id = place(shop, paid=False)
    soon = NOON + timedelta(hours=1)
    assert stuck(soon) == []
    # As if the flow that settles had died half-way, which one transaction rules out.
    [payment] = payments_of(id)
    record_receipt(payment_id=payment.id, amount=payment.amount, actor=OWNER, now=NOON)
    [case] = stuck(soon)
    assert (case.what, case.subject_id, case.severity) == ("unsettled", str(id), "urgent")


def test_a_refund_that_nobody_answers(shop: Shop) -> None:
    id = place(shop)
    [payment] = payments_of(id)
    request_refund(payment_id=payment.id, amount=Money(500, "EUR"), cause="gesture", actor=OWNER, now=NOON)
    assert stuck(NOON + timedelta(hours=23)) == []
    [case] = stuck(NOON + timedelta(hours=25))
    assert (case.what, case.subject_type, case.subject_id) == (
        "refund_unanswered", "payments.payment", str(payment.id),
    )  # fmt: skip
    assert case.facts["number"] == order(id).number


def test_what_was_given_up_is_one_case_of_a_kind_until_it_is_played_again(shop: Shop) -> None:
    letters, jobs = [make_dead_letter(error=error) for error in "ab"], [make_failed_job(document_id="1")]
    job, event = stuck(NOON + timedelta(hours=1))
    assert (job.kind, job.facts) == (CaseKind.FAILED_JOB, {"job": "some.job"})
    assert job.evidence["found"]["arguments"] == {"document_id": "1"}
    assert (event.kind, event.facts) == (
        CaseKind.DEAD_EVENT, {"reaction": "some.reaction", "event": "orders.order_paid.1"},
    )  # fmt: skip
    assert (event.evidence["found"]["error"], event.evidence["found"]["count"]) == ("b", 2)
    replay_failed(letter_ids=letters[:1], job_ids=jobs, actor=OWNER, now=NOON)
    [event] = stuck(NOON + timedelta(hours=2))
    assert event.evidence["found"]["count"] == 1
    replay_failed(letter_ids=letters, job_ids=(), actor=OWNER, now=NOON)
    assert stuck(NOON + timedelta(hours=3)) == []


def test_a_label_that_the_carrier_does_not_answer_for(shop: Shop, settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    id = place(shop)
    prepare_order(order_id=id, actor=OWNER, now=NOON)
    [parcel] = shipments_of(id)
    with scripted() as carrier:
        carrier.answers.append(UNKNOWN)
        label_parcel(shipment_id=parcel.id, actor=OWNER, now=NOON)
        assert stuck(NOON + timedelta(hours=1)) == []
        [case] = stuck(NOON + timedelta(hours=3))
        assert (case.kind, case.what, case.subject_id) == (CaseKind.STUCK_ORDER, "label_awaited", str(id))
        assert (case.facts, case.market) == ({"number": order(id).number}, "fr")
        assert case.evidence["found"]["tries"] == 1
        sweep_labels(actor=OWNER, now=NOON + timedelta(hours=3))
    assert stuck(NOON + timedelta(hours=4)) == []


def test_the_job_runs_the_check(shop: Shop) -> None:
    place(shop)
    execute("UPDATE orders_order SET promised_on = '2026-01-01', paid_at = '2026-01-01', placed_at = '2026-01-01'")
    look_for_stuck_work.func()
    [case] = inbox(CaseFilter(states=frozenset({CaseState.OPEN})), actor=OWNER).items
    assert case.what == "late"
