"""The kinds of case, what each means in plain words, and the sentence that each thing found is told in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CaseKind(StrEnum):
    BROKEN_INVARIANT = "broken_invariant"
    PAYMENT_DIFFERENCE = "payment_difference"
    STUCK_ORDER = "stuck_order"
    DISPUTE = "dispute"
    WITHDRAWN = "withdrawn"
    STRAY_PARCEL = "stray_parcel"
    DEAD_EVENT = "dead_event"
    FAILED_JOB = "failed_job"
    FAILING_WEBHOOK = "failing_webhook"
    MISSING_GOODS = "missing_goods"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """``meaning`` says what such a case is and what is expected of whoever takes it.

    ``titles`` has a sentence for each thing that is found (``Finding.what``), filled with the finding's facts.
    """

    name: Promise
    meaning: Promise
    titles: Mapping[str, Promise]


KINDS: Mapping[CaseKind, KindFacts] = {
    CaseKind.BROKEN_INVARIANT: KindFacts(
        _("Books that do not match"),
        _(
            "A check of the books found something that must never happen: a figure differs from the sum it "
            "should equal. Someone who knows the program should look before more is posted."
        ),
        {
            "broken": _("%(check)s: %(words)s"),
            "many": _("%(check)s: %(count)s failures of one check"),
        },
    ),
    CaseKind.PAYMENT_DIFFERENCE: KindFacts(
        _("Payment difference"),
        _(
            "The payment provider’s books and ours disagree about a payment, and asking again did not help. "
            "Compare both sides, then correct the one that is wrong."
        ),
        {
            "unknown_to_us": _("%(provider)s holds %(amount)s for a payment we do not know"),
            "unknown_to_them": _("%(provider)s does not know a payment of %(amount)s that we count"),
            "other_amount": _("%(provider)s reports a different amount for a payment of %(amount)s"),
            "other_state": _("%(provider)s reports a different state for a payment of %(amount)s"),
        },
    ),
    CaseKind.STUCK_ORDER: KindFacts(
        _("Order that is stuck"),
        _("An order or a refund has waited longer than it should, and no one is handling it."),
        {
            "late": _("Order %(number)s is paid, its promised date has passed, and no one is preparing it"),
            "unsettled": _("Order %(number)s still awaits a payment that has arrived"),
            "lingering": _("Order %(number)s has been in preparation for a long time"),
            "unsent": _("The items of order %(number)s are in stock, no date was promised, and no one is shipping it"),
            "goods_overdue": _("%(sku)s: %(promised)s paid for, expected on %(expected_on)s, and not in stock"),
            "label_awaited": _(
                "The carrier has not responded for hours about the label of a parcel of order %(number)s"
            ),
            "refund_unanswered": _("A refund of %(amount)s for order %(number)s has been waiting for more than a day"),
        },
    ),
    CaseKind.DISPUTE: KindFacts(
        _("Dispute"),
        _("A buyer has disputed a payment with the bank. The bank accepts evidence for a limited time only."),
        {"opened": _("%(provider)s disputes a payment of %(amount)s")},
    ),
    CaseKind.WITHDRAWN: KindFacts(
        _("Withdrawn before it shipped"),
        _(
            "A customer has withdrawn from items that were being prepared. They are cancelled and counted back "
            "in stock: take them out of the parcel and put them back. If the parcel has shipped anyway, have "
            "the carrier bring it back."
        ),
        {"unsent": _("Order %(number)s: withdrawn before it shipped, put the items back")},
    ),
    CaseKind.STRAY_PARCEL: KindFacts(
        _("Parcel lost or coming back"),
        _(
            "The customer is waiting for a parcel that will not arrive. Tell them, and refund what was in it from "
            "the order page; claim a lost parcel from the carrier. If it arrives after all, mark it as delivered: "
            "the case closes automatically."
        ),
        {
            "lost": _("A parcel of order %(number)s is lost"),
            "returned": _("A parcel of order %(number)s is coming back undelivered"),
        },
    ),
    CaseKind.DEAD_EVENT: KindFacts(
        _("Event not passed on"),
        _(
            "Something happened, and a part of the program that should have reacted failed every time. Once "
            "the cause is fixed, retry it: each reaction is done only once."
        ),
        {"given_up": _("%(reaction)s gave up on %(event)s")},
    ),
    CaseKind.FAILED_JOB: KindFacts(
        _("Job that failed permanently"),
        _(
            "A background job failed on every attempt and is no longer retried. The worker’s log says why. "
            "Once the cause is fixed, retry it."
        ),
        {"failed": _("%(job)s has failed permanently")},
    ),
    CaseKind.FAILING_WEBHOOK: KindFacts(
        _("Failing webhook"),
        _(
            "Another program, an ERP or a warehouse system, has accepted no message for a day. Messages are "
            "retried for three days, then abandoned. Tell whoever runs it; as soon as something arrives, the "
            "case closes automatically."
        ),
        {"failing": _("Nothing reaches %(name)s any more")},
    ),
    CaseKind.MISSING_GOODS: KindFacts(
        _("Items missing from the shelf"),
        _(
            "Whoever picked the orders did not find all the units that the stock shows. Look for them, count "
            "the item, and tell the customers affected. Once everything is found and ticked, the case closes "
            "automatically."
        ),
        {"short": _("%(missing)s × %(article)s not found at %(place)s")},
    ),
    CaseKind.QUESTION: KindFacts(
        _("Question from a visitor"),
        _(
            "Someone wrote from the contact page of the shop. Answer them by e-mail, then resolve the case. "
            "The same letter went to the shop’s address."
        ),
        {"asked": _("%(name)s writes: %(topic)s"), "forgotten": _("Someone wrote: %(topic)s")},
    ),
}


class _Facts(dict[str, Any]):
    """Facts of a case that an earlier version opened: what today's sentence asks for may not be among them."""

    def __missing__(self, name: str) -> str:
        return "–"


def title_of(kind: CaseKind, what: str, facts: Mapping[str, Any]) -> str:
    """What was found, in a sentence, in the language of the moment; ``facts`` are ready to be read."""
    told = KINDS[kind]
    return str(told.titles.get(what, told.name)) % _Facts(facts)
