"""Stripe's words in ours: what a PaymentIntent says of a payment, and which events can decide anything."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe

from comptoir.connectors.payments.stripe.amounts import from_stripe
from comptoir.domains.payments.errors import BadSignature, MalformedMessage, StaleMessage
from comptoir.domains.payments.values import (
    Decline,
    DisputeFact,
    DisputeState,
    ListedPayment,
    Outcome,
    OutcomeStatus,
    ProviderNotice,
)

TOLERANCE = timedelta(minutes=5)

FINAL_EVENTS = frozenset(
    {
        "payment_intent.succeeded",
        "payment_intent.amount_capturable_updated",
        "payment_intent.payment_failed",
        "payment_intent.canceled",
        "charge.captured",
        "charge.refunded",
        "charge.refund.updated",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    }
)
"""Events after which the intent is read again. All others, such as ``created`` or ``processing``, decide nothing."""

_DECLINES = {
    "insufficient_funds": Decline.NO_FUNDS,
    "authentication_required": Decline.NOT_AUTHENTICATED,
    "payment_intent_authentication_failure": Decline.NOT_AUTHENTICATED,
    "expired_card": Decline.EXPIRED,
    "card_declined": Decline.CARD_REFUSED,
    "generic_decline": Decline.CARD_REFUSED,
}
_KEPT = ("id", "object", "amount", "amount_received", "amount_refunded", "currency", "status", "metadata")


_DISPUTES = {
    "needs_response": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
}
"""Early warnings (``warning_…``) are left out: no money moves with them."""


def is_disputed(intent: Mapping[str, Any]) -> bool:
    """Whether disputes were ever opened about an intent, with its latest charge expanded."""
    return bool((intent.get("latest_charge") or {}).get("disputed"))


def dispute_facts(disputes: Iterable[Mapping[str, Any]]) -> tuple[DisputeFact, ...]:
    """Stripe's disputes in our words."""
    return tuple(
        DisputeFact(
            reference=str(each["id"]),
            state=_DISPUTES[each["status"]],
            amount=from_stripe(int(each["amount"]), str(each["currency"])),
            reason=str(each.get("reason") or ""),
            answer_by=datetime.fromtimestamp(int(due), UTC)
            if (due := (each.get("evidence_details") or {}).get("due_by"))
            else None,
        )
        for each in disputes
        if each["status"] in _DISPUTES
    )


def outcome_of(
    intent: Mapping[str, Any], *, client: Mapping[str, str], disputes: Iterable[Mapping[str, Any]] = ()
) -> Outcome:
    """What an intent, with its latest charge expanded, says of the payment; ``disputes`` are asked for apart."""
    metadata, charge = intent.get("metadata") or {}, intent.get("latest_charge") or {}
    currency = str(intent["currency"])
    authorised = int(charge["amount"]) if charge.get("status") == "succeeded" else 0
    captured = int(intent["amount_received"]) if charge.get("captured") else 0
    # The part of an authorisation that was never captured is counted as refunded, too; no money came back with it.
    refunded = max(0, int(charge.get("amount_refunded") or 0) - (authorised - captured)) if captured else 0
    status, reason = _status(intent, captured=captured, refunded=refunded)
    pending = status is OutcomeStatus.PENDING
    action = intent.get("next_action") or {}
    return Outcome(
        status=status,
        reference=str(intent["id"]),
        merchant=str(metadata.get("merchant", "")),
        authorised=from_stripe(authorised, currency),
        captured=from_stripe(captured, currency),
        refunded=from_stripe(min(refunded, captured), currency),
        reason=reason,
        redirect_url=str((action.get("redirect_to_url") or {}).get("url") or "") if pending else "",
        client={**client, "client_secret": str(intent["client_secret"])} if pending else {},
        disputes=dispute_facts(disputes),
    )


def listed_of(intent: Mapping[str, Any]) -> ListedPayment:
    """An intent of a list, with its latest charge expanded."""
    return ListedPayment(
        key=str((intent.get("metadata") or {}).get("payment_id", "")),
        opened_at=datetime.fromtimestamp(int(intent["created"]), UTC),
        outcome=outcome_of(intent, client={}),
    )


def _status(intent: Mapping[str, Any], *, captured: int, refunded: int) -> tuple[OutcomeStatus, str]:
    error = intent.get("last_payment_error") or {}
    match intent["status"]:
        case "succeeded":
            return (OutcomeStatus.REFUNDED if refunded else OutcomeStatus.CAPTURED), ""
        case "requires_capture":
            return OutcomeStatus.AUTHORISED, ""
        case "canceled":
            return OutcomeStatus.VOIDED, ""
        case "requires_payment_method" if error and not _in_browser(intent):
            return OutcomeStatus.DECLINED, decline_of(error.get("decline_code") or error.get("code"))
        case "requires_payment_method" | "requires_confirmation" | "requires_action" | "processing":
            # In our page's fields the buyer may try another card on the same intent: a refusal there decides nothing.
            return OutcomeStatus.PENDING, ""
    return OutcomeStatus.UNKNOWN, ""


def _in_browser(intent: Mapping[str, Any]) -> bool:
    return bool((intent.get("metadata") or {}).get("confirmed_in") == "browser")


def decline_of(code: str | None) -> Decline:
    """Why a card was refused, as far as the buyer can act on it."""
    return _DECLINES.get(code or "", Decline.REFUSED)


def read_event(*, headers: Mapping[str, str], body: bytes, secret: str, live: bool, now: datetime) -> ProviderNotice:
    """Check an event's signature and age, and read it.

    :param live: whether our key moves real money: events of the other mode decide nothing.
    :raises BadSignature: when it is not signed with the secret, or there is none.
    :raises StaleMessage: when it is more than five minutes away from ``now``, either way.
    :raises MalformedMessage: when it is signed and not understood.
    """
    header = next((value for name, value in headers.items() if name.lower() == "stripe-signature"), "")
    try:
        # The SDK would compare the time with its own clock; ours is handed in.
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        raise BadSignature from None
    sent_at = _sent_at(header)
    if abs(now - sent_at) > TOLERANCE:
        raise StaleMessage(sent_at=sent_at)
    try:
        return _notice(json.loads(body), sent_at, live)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MalformedMessage from None


def _sent_at(header: str) -> datetime:
    stamp = next(part[2:] for part in header.split(",") if part.startswith("t="))
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        raise BadSignature from None


def _notice(event: Mapping[str, Any], sent_at: datetime, live: bool) -> ProviderNotice:
    kind, about = str(event["type"]), event["data"]["object"]
    is_intent = about["object"] == "payment_intent"
    return ProviderNotice(
        event_id=str(event["id"]),
        kind=kind,
        final=kind in FINAL_EVENTS and bool(event.get("livemode")) is live,
        payment_key=str((about.get("metadata") or {}).get("payment_id", "")),
        reference=str(about["id"] if is_intent else about.get("payment_intent") or ""),
        sent_at=sent_at,
        # What proves something is kept; names, addresses and card details are not.
        body={"id": event["id"], "type": kind, "object": {name: about[name] for name in _KEPT if name in about}},
    )
