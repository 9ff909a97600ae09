"""Returns in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.backoffice.parts import Pill, Tone, Words
from comptoir.domains.returns.values import Outcome, ReturnKind, ReturnState
from comptoir.kernel.money import Money

RETURN: Mapping[ReturnState, Pill] = {
    ReturnState.REQUESTED: Pill(_("To decide"), Tone.WARNING),
    ReturnState.ACCEPTED: Pill(_("To receive"), Tone.INFO),
    ReturnState.RECEIVED: Pill(_("Refund in progress"), Tone.WAITING),
    ReturnState.CLOSED: Pill(pgettext_lazy("returns", "Refunded"), Tone.POSITIVE),
    ReturnState.REFUSED: Pill(pgettext_lazy("returns", "Refused"), Tone.NEUTRAL),
    ReturnState.WITHDRAWN: Pill(_("Items kept"), Tone.NEUTRAL),
    ReturnState.STOPPED: Pill(_("Cancelled before it shipped"), Tone.NEUTRAL),
}
KIND: Mapping[ReturnKind, Words] = {
    ReturnKind.WITHDRAWAL: _("Withdrawal"),
    ReturnKind.COMPLAINT: _("Complaint"),
    ReturnKind.EXCHANGE: _("Exchange"),
}
_EXCHANGED = Pill(_("Exchanged"), Tone.POSITIVE)


def return_pill(state: ReturnState, swapped: Money | None) -> Pill:
    """``swapped`` is what of it paid for what is sent instead."""
    return _EXCHANGED if swapped and state is ReturnState.CLOSED else RETURN[state]


OUTCOME: Mapping[Outcome, Words] = {
    Outcome.RESTOCK: _("Restocked"),
    Outcome.SCRAP: _("Written off"),
    Outcome.MISSING: _("Not in the parcel"),
}
