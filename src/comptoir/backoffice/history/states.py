"""The states that things are in, in words, for a sentence about any of them: “the current state is “closed””."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.history.words import VALUES
from comptoir.backoffice.parts import Words

STATES: Mapping[str, Words] = {
    "in_transit": _("under way"),
    "partly_received": _("partly received"),
    "received": _("received"),
    "ordered": _("ordered"),
    "applied": _("applied"),
    "dropped": _("abandoned"),
    "claimed": _("paid and kept"),
    "released": _("released"),
    "expired": _("expired"),
    "running": _("running"),
    "finished": _("finished"),
    "interrupted": _("interrupted"),
    "created": _("created"),
    "pending": _("pending"),
    "failed": _("failed"),
    "mismatched": _("of another amount"),
    "authorised": _("authorised"),
    "voided": _("voided"),
    "captured": _("captured"),
    "partially_refunded": _("partly refunded"),
    "refunded": _("refunded"),
    "requested": _("requested"),
    "unknown": _("unknown"),
    "succeeded": _("succeeded"),
    "won": _("won"),
    "lost": _("lost"),
    "blocked": _("blocked"),
    "issued": _("issued"),
    "rendered": _("printed"),
    "ready": _("ready for collection"),
    "picking": _("being picked"),
    "picked": _("picked"),
    "asked": _("requested at the carrier"),
    "made": _("ready to print"),
    "refused": _("refused"),
    "called_off": _("cancelled"),
    "withdrawn": _("withdrawn"),
    "charged": _("charged"),
    "stopped": _("cancelled before it left"),
    "queued": _("queued"),
    "given_up": _("given up"),
    "delivered": _("delivered"),
    "accepted": _("accepted"),
    "closed": _("closed"),
    "sent": _("sent"),
    "missing": _("missing"),
    **VALUES,
}
"""By the state's code. What the lists call it comes first."""
