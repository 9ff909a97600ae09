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
_BACK = Pill(_("Received, nothing refunded"), Tone.POSITIVE)


def return_pill(state: ReturnState, *, refund: Money | None, swapped: Money | None) -> Pill:
    """``refund`` is what goes back for it, ``swapped`` what of it paid for what is sent instead."""
    if state is not ReturnState.CLOSED:
        return RETURN[state]
    return _EXCHANGED if swapped else RETURN[state] if refund else _BACK


OUTCOME: Mapping[Outcome, Words] = {
    Outcome.RESTOCK: _("Restocked"),
    Outcome.SCRAP: _("Written off"),
    Outcome.MISSING: _("Not in the parcel"),
}
