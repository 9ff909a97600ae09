"""The states that things are in, in words, for a sentence about any of them: “the current state is “shipped””."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: Mapping[str, Promise] = {
    "accepted": _("accepted"),
    "active": _("active"),
    "applied": _("applied"),
    "archived": _("archived"),
    "asked": _("requested at the carrier"),
    "authorised": _("authorised"),
    "awaiting_payment": _("awaiting payment"),
    "blocked": _("blocked"),
    "called_off": _("cancelled"),
    "cancelled": _("cancelled"),
    "captured": _("captured"),
    "charged": _("charged"),
    "claimed": _("paid"),
    "closed": _("closed"),
    "confirmed": _("confirmed"),
    "created": _("created"),
    "delivered": _("delivered"),
    "dismissed": _("dismissed"),
    "draft": _("draft"),
    "dropped": _("abandoned"),
    "expired": _("expired"),
    "failed": _("failed"),
    "finished": _("finished"),
    "given_up": _("abandoned"),
    "in_hand": _("in progress"),
    "in_transit": _("in transit"),
    "interrupted": _("interrupted"),
    "issued": _("issued"),
    "lost": _("lost"),
    "made": _("ready to print"),
    "mismatched": _("of another amount"),
    "missing": _("missing"),
    "open": _("open"),
    "ordered": _("ordered"),
    "paid": _("paid"),
    "partially_refunded": _("partly refunded"),
    "partly_received": _("partly received"),
    "partly_shipped": _("partly shipped"),
    "pending": _("pending"),
    "picked": _("picked"),
    "picking": _("being picked"),
    "preparing": _("in preparation"),
    "published": _("published"),
    "queued": _("queued"),
    "ready": _("ready for collection"),
    "received": _("received"),
    "refunded": _("refunded"),
    "refused": _("refused"),
    "released": _("released"),
    "rendered": _("printed"),
    "requested": _("requested"),
    "resolved": _("resolved"),
    "running": _("in progress"),
    "sent": _("sent"),
    "shipped": _("shipped"),
    "stopped": _("cancelled"),
    "succeeded": _("succeeded"),
    "told": _("notified"),
    "unknown": _("unknown"),
    "voided": _("voided"),
    "withdrawn": _("withdrawn"),
    "won": _("won"),
}
"""By the state's code, whatever the thing. "missing" is told of what is no longer there at all."""


def state_words(state: str) -> str:
    """As people read it in the language of the moment; the code itself for one that nobody has named."""
    return str(STATES.get(state, state))
