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
    DEAD_EVENT = "dead_event"
    FAILED_JOB = "failed_job"
    FAILING_WEBHOOK = "failing_webhook"
    MISSING_GOODS = "missing_goods"


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
        _("Books that disagree"),
        _(
            "A check of the books found something that must never be: a figure differs from what it is the sum of."
            " Somebody who knows the program should look before more is written on top of it."
        ),
        {
            "broken": _("%(check)s: %(words)s"),
            "many": _("%(check)s: %(count)s breaks of one check"),
        },
    ),
    CaseKind.PAYMENT_DIFFERENCE: KindFacts(
        _("Payment difference"),
        _(
            "The payment provider’s books and ours tell different things about a payment, and asking again did not"
            " help. Compare both sides, then put right the one that is wrong."
        ),
        {
            "unknown_to_us": _("%(provider)s holds %(amount)s for a payment that we do not know"),
            "unknown_to_them": _("%(provider)s has never heard of a payment of %(amount)s that we count"),
            "other_amount": _("%(provider)s tells another amount for a payment of %(amount)s"),
            "other_state": _("%(provider)s tells otherwise of a payment of %(amount)s"),
        },
    ),
    CaseKind.STUCK_ORDER: KindFacts(
        _("Order that does not move"),
        _("An order, or money that is to go back for one, has waited longer than it should, and nobody is on it."),
        {
            "late": _("Order %(number)s is paid, its promised day is past, and nobody prepares it"),
            "unsettled": _("Order %(number)s still awaits a payment whose money is there"),
            "lingering": _("Order %(number)s has been in preparation for a long time"),
            "unsent": _("The goods of order %(number)s are there, no day was promised, and nobody sends it"),
            "goods_overdue": _("%(sku)s: %(promised)s paid for, expected on %(expected_on)s, and not there"),
            "label_awaited": _(
                "The carrier has not answered for hours about the label of a parcel of order %(number)s"
            ),
            "refund_unanswered": _("A refund of %(amount)s for order %(number)s has been waiting for more than a day"),
        },
    ),
    CaseKind.DISPUTE: KindFacts(
        _("Dispute"),
        _("A buyer has asked the bank for the money back. The bank takes proof for a limited time only."),
        {"opened": _("%(provider)s disputes a payment of %(amount)s")},
    ),
    CaseKind.WITHDRAWN: KindFacts(
        _("Withdrawn before it left"),
        _(
            "A buyer has withdrawn from goods that somebody was preparing. They are called off and count as being on"
            " the shelf: take them out of the parcel and put them back. If the parcel has left all the same, have the"
            " carrier bring it back."
        ),
        {"unsent": _("Order %(number)s: withdrawn from before it left, put the goods back")},
    ),
    CaseKind.DEAD_EVENT: KindFacts(
        _("News that was not passed on"),
        _(
            "Something happened, and a part of the program that should have reacted failed on it again and again."
            " Once the cause is mended, have it played again: each reaction is done once, however often that is."
        ),
        {"given_up": _("%(reaction)s gave up on %(event)s")},
    ),
    CaseKind.FAILED_JOB: KindFacts(
        _("Job that failed for good"),
        _(
            "Work in the background failed every time it was tried, and is not tried any more."
            " The worker’s log says why. Once the cause is mended, have it played again."
        ),
        {"failed": _("%(job)s has failed for good")},
    ),
    CaseKind.FAILING_WEBHOOK: KindFacts(
        _("Webhook that does not arrive"),
        _(
            "Another program, an ERP or a warehouse system, has taken no message for a day. Messages are tried for"
            " three days, then given up. Tell whoever runs it; when something arrives again, the case closes by itself."
        ),
        {"failing": _("Nothing arrives at %(name)s any more")},
    ),
    CaseKind.MISSING_GOODS: KindFacts(
        _("Goods missing from the shelf"),
        _(
            "Whoever picked orders did not find all the pieces that the stock says are there. Look for them, count"
            " the article, and tell customers who go without. Once all is found and ticked, the case closes by itself."
        ),
        {"short": _("%(missing)s × %(article)s not found at %(place)s")},
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
