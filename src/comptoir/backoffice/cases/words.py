"""A case's facts as words: codes are for machines."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.backoffice.cases.screens import Compared, Fact
from comptoir.backoffice.formats import day_text, moment_text, money_text, number_text
from comptoir.backoffice.history.facts import VALUES
from comptoir.backoffice.history.words import PROVIDERS
from comptoir.backoffice.integrations.words import FAILURES
from comptoir.backoffice.orders.states import ORDER, PAYMENT
from comptoir.backoffice.parts import Pill, Tone, Words
from comptoir.domains.cases.values import ASKER_FORGOTTEN, NO_LONGER_THERE, Case, CaseState, Topic, title_of
from comptoir.domains.integrations.values import Failure
from comptoir.domains.payments.values import OutcomeStatus
from comptoir.kernel.money import Money

STATES: Mapping[CaseState, Pill] = {
    CaseState.OPEN: Pill(pgettext_lazy("a case", "Open"), Tone.WARNING),
    CaseState.IN_HAND: Pill(_("In progress"), Tone.INFO),
    CaseState.RESOLVED: Pill(_("Resolved"), Tone.POSITIVE),
    CaseState.DISMISSED: Pill(_("Dismissed"), Tone.NEUTRAL),
}
URGENT = Pill(_("Urgent"), Tone.DANGER)

LABELS: Mapping[str, Words] = {
    "amount": _("Amount"),
    "answer_by": _("The bank accepts evidence until"),
    "answers": _("Last responses"),
    "arguments": _("What it was to do"),
    "article": _("Item"),
    "asked_at": pgettext_lazy("a question", "Asked"),
    "authorised": _("Authorised"),
    "batch": _("Batch"),
    "captured": _("Captured"),
    "carrier": _("Carrier"),
    "check": _("Check"),
    "connector": _("Connector"),
    "count": _("Quantity"),
    "died_at": _("Abandoned"),
    "email": _("E-mail address"),
    "error": _("Last error"),
    "event": _("Event"),
    "expected_on": _("Expected on"),
    "failed_at": _("Abandoned"),
    "found_pieces": _("Units found"),
    "given_up": _("Messages abandoned"),
    "goods": _("Items"),
    "held": _("Money held"),
    "job": _("Job"),
    "language": _("Language"),
    "merchant": _("Account"),
    "missing": _("Units missing"),
    "name": _("Name"),
    "next_try_at": _("Next attempt"),
    "number": _("Order"),
    "opened_at": _("Opened"),
    "order_number": _("Order number given"),
    "orders": _("Orders short of stock"),
    "paid_at": _("Paid"),
    "place": _("Location"),
    "placed_at": _("Placed"),
    "promised": _("Promised beyond stock"),
    "promised_on": _("Promised for"),
    "provider": _("Provider"),
    "reaction": _("What failed on it"),
    "reason": _("Reason"),
    "reference": _("Reference"),
    "refunded": _("Refunded"),
    "requested_at": _("Requested"),
    "since_at": _("Since"),
    "shipped_at": _("Shipped on"),
    "sku": _("Item reference"),
    "state": _("State"),
    "subject": _("About"),
    "text": _("Question"),
    "topic": pgettext_lazy("a question", "About"),
    "total": _("Total"),
    "tracking_number": _("Tracking number"),
    "tries": _("Attempts"),
    "url": _("Address"),
    "waiting": _("Waiting messages"),
    "words": _("What was found"),
}
_OUTCOMES: Mapping[str, Words] = {
    OutcomeStatus.PENDING: _("Expected"),
    OutcomeStatus.AUTHORISED: _("Authorised"),
    OutcomeStatus.CAPTURED: _("Received"),
    OutcomeStatus.DECLINED: _("Declined"),
    OutcomeStatus.VOIDED: _("Voided"),
    OutcomeStatus.REFUNDED: _("Refunded"),
}
_STATES_OF: Mapping[str, Words] = {
    **_OUTCOMES,
    **{state.value: pill.word for state, pill in (*ORDER.items(), *PAYMENT.items())},
}
_TOPICS: Mapping[str, Words] = {
    Topic.ORDER: _("an order"),
    Topic.GOODS: _("a product"),
    Topic.RETURN: _("a return or a refund"),
    Topic.COMPANY: _("the company"),
    Topic.OTHER: _("something else"),
}
_FOUND_REASONS: Mapping[str, Words] = {
    NO_LONGER_THERE: _("The problem is gone."),
    ASKER_FORGOTTEN: _("Whoever asked has deleted their account."),
}
_COMPARED = ("state", "authorised", "captured", "refunded", "reference", "merchant", "opened_at")
_OWN_WORDS = frozenset({"state", "opened_at"})
"""Told of each side in its own words and by its own clock: no difference by themselves."""


def case_title(case: Case, now: datetime) -> str:
    """What was found, in a sentence."""
    return title_of(case.kind, case.what, {name: _text(name, value, now) for name, value in case.facts.items()})


def reason_told(because: str) -> Words:
    """Why it was closed: as somebody wrote it, or as the program found."""
    return _FOUND_REASONS.get(because, because)


def facts_told(evidence: Mapping[str, Any], now: datetime) -> tuple[Fact, ...]:
    """The evidence of one side."""
    return tuple(
        Fact(label=_label(name), several=[str(_text(name, one, now)) for one in value])
        if isinstance(value, list)
        else Fact(label=_label(name), text=_text(name, value, now))
        for name, value in sorted(evidence.items(), key=lambda fact: _place(fact[0]))
        if value not in (None, "")
    )


def both_told(ours: Mapping[str, Any], theirs: Mapping[str, Any], now: datetime) -> tuple[Compared, ...]:
    """The evidence of two sides, fact by fact."""
    return tuple(
        Compared(
            label=_label(name),
            ours=_text(name, ours.get(name), now),
            theirs=_text(name, theirs.get(name), now),
            differs=bool(ours and theirs) and name not in _OWN_WORDS and ours.get(name) != theirs.get(name),
        )
        for name in _COMPARED
        if ours.get(name) or theirs.get(name)
    )


def _place(name: str) -> int:
    """A fact without a name of its own comes last; a case must be readable, whatever was found."""
    return list(LABELS).index(name) if name in LABELS else len(LABELS)


def _label(name: str) -> Words:
    return LABELS.get(name, name)


def _text(name: str, value: Any, now: datetime) -> Words:
    match value:
        case None | "":
            return "–"
        case {"minor": int(minor), "currency": str(currency)}:
            return money_text(Money(minor, currency))
        case dict():
            return ", ".join(f"{key}: {one}" for key, one in value.items()) or "–"
        case int():
            return number_text(value)
    return _word(name, str(value), now)


def _word(name: str, text: str, now: datetime) -> Words:
    if name.endswith(("_at", "_by")):
        return moment_text(datetime.fromisoformat(text), now=now)
    if name.endswith("_on"):
        return day_text(date.fromisoformat(text))
    if name == "state":
        return _STATES_OF.get(text) or VALUES.get(text, text)
    if name == "topic":
        return _TOPICS.get(text, text)
    if name == "language":
        return dict(settings.LANGUAGES).get(text, text)
    if name == "answers":
        return FAILURES[Failure(text)] if text in set(Failure) else text
    return PROVIDERS.get(text, text) if name == "provider" else text
