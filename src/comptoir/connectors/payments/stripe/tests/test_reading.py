"""What intents say, in all the shapes that Stripe documents."""

from datetime import UTC, datetime
from typing import Any

import pytest

from comptoir.connectors.payments.stripe.reading import FINAL_EVENTS, dispute_facts, is_disputed, outcome_of
from comptoir.domains.payments.values import Decline, DisputeState, OutcomeStatus
from comptoir.kernel.money import Money

NO_CHARGE = {"latest_charge": None, "amount_received": 0}
HELD = {"status": "succeeded", "captured": False, "amount": 4_990, "amount_refunded": 0}
TAKEN = {"status": "succeeded", "captured": True, "amount": 4_990, "amount_refunded": 0}
FAILED = {"status": "failed", "captured": False, "amount": 4_990, "amount_refunded": 0}


def read(status: str, *, charge=None, received=0, confirmed_in="shop", **more):
    intent = {
        "id": "pi_1",
        "status": status,
        "currency": "eur",
        "client_secret": "pi_1_secret",
        "metadata": {"merchant": "http://shop.example", "confirmed_in": confirmed_in},
        "latest_charge": charge,
        "amount_received": received,
        **more,
    }
    return outcome_of(intent, client={"publishable_key": "pk"})


def totals(outcome):
    return tuple(amount.minor for amount in (outcome.authorised, outcome.captured, outcome.refunded))


@pytest.mark.parametrize(
    ("status", "charge", "received", "wanted", "amounts"),
    [
        ("requires_payment_method", None, 0, OutcomeStatus.PENDING, (0, 0, 0)),
        ("requires_action", None, 0, OutcomeStatus.PENDING, (0, 0, 0)),
        ("processing", None, 0, OutcomeStatus.PENDING, (0, 0, 0)),
        ("requires_capture", HELD, 0, OutcomeStatus.AUTHORISED, (4_990, 0, 0)),
        ("succeeded", TAKEN, 4_990, OutcomeStatus.CAPTURED, (4_990, 4_990, 0)),
        ("succeeded", TAKEN | {"amount_refunded": 990}, 4_990, OutcomeStatus.REFUNDED, (4_990, 4_990, 990)),
        # A part was captured: the rest shows as refunded, though no money came back.
        ("succeeded", TAKEN | {"amount_refunded": 3_990}, 1_000, OutcomeStatus.CAPTURED, (4_990, 1_000, 0)),
        ("canceled", None, 0, OutcomeStatus.VOIDED, (0, 0, 0)),
        ("canceled", HELD | {"amount_refunded": 4_990}, 0, OutcomeStatus.VOIDED, (4_990, 0, 0)),
        ("something_new", None, 0, OutcomeStatus.UNKNOWN, (0, 0, 0)),
    ],
)
def test_what_an_intent_says(status, charge, received, wanted, amounts):
    outcome = read(status, charge=charge, received=received)
    assert (outcome.status, totals(outcome)) == (wanted, amounts)
    assert (outcome.reference, outcome.merchant) == ("pi_1", "http://shop.example")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ({"code": "card_declined", "decline_code": "insufficient_funds"}, Decline.NO_FUNDS),
        ({"code": "payment_intent_authentication_failure"}, Decline.NOT_AUTHENTICATED),
        ({"code": "expired_card"}, Decline.EXPIRED),
        ({"code": "card_declined", "decline_code": "do_not_honor"}, Decline.REFUSED),
    ],
)
def test_a_refused_card_decides_only_what_the_shop_confirmed(error, reason):
    refused = read("requires_payment_method", charge=FAILED, last_payment_error=error)
    assert (refused.status, refused.reason) == (OutcomeStatus.DECLINED, reason)
    in_page = read("requires_payment_method", charge=FAILED, last_payment_error=error, confirmed_in="browser")
    assert in_page.status is OutcomeStatus.PENDING


def test_only_who_still_has_to_act_gets_the_means():
    action = {"type": "redirect_to_url", "redirect_to_url": {"url": "https://hooks.stripe.example/3ds"}}
    pending = read("requires_action", next_action=action)
    assert pending.redirect_url == "https://hooks.stripe.example/3ds"
    assert pending.client == {"publishable_key": "pk", "client_secret": "pi_1_secret"}
    done = read("succeeded", charge=TAKEN, received=4_990)
    assert (done.client, done.redirect_url) == ({}, "")


def test_an_intent_of_somebody_else_names_no_merchant():
    outcome = read("succeeded", charge=TAKEN, received=4_990, metadata={})
    assert (outcome.merchant, outcome.captured) == ("", Money(4_990, "EUR"))


def test_intermediate_events_decide_nothing():
    assert FINAL_EVENTS.isdisjoint(
        {
            "payment_intent.created",
            "payment_intent.processing",
            "payment_intent.requires_action",
            "payment_intent.partially_funded",
            "charge.pending",
            "charge.succeeded",
            "charge.updated",
        }
    )


def test_disputes_are_read_and_early_warnings_left_out():
    def dispute(id: str, status: str) -> dict[str, Any]:
        about = {"id": id, "amount": 1_000, "currency": "eur", "reason": "fraudulent"}
        return about | {"status": status, "evidence_details": {"due_by": 1_764_000_000}}

    found = dispute_facts(
        [dispute("dp_1", "needs_response"), dispute("dp_2", "warning_needs_response"), dispute("dp_3", "lost")]
    )
    assert [(each.reference, each.state, each.amount, each.reason) for each in found] == [
        ("dp_1", DisputeState.OPEN, Money(1_000, "EUR"), "fraudulent"),
        ("dp_3", DisputeState.LOST, Money(1_000, "EUR"), "fraudulent"),
    ]
    assert found[0].answer_by == datetime.fromtimestamp(1_764_000_000, UTC)
    assert is_disputed({"latest_charge": {"disputed": True}})
    assert not is_disputed({"latest_charge": None})
