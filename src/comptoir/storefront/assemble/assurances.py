"""How the shop works, in three lines: only what is true of every shop that runs on this program."""

from django.utils.translation import gettext as _

from comptoir.domains.markets.queries import merchant
from comptoir.domains.payments.queries import offered_methods
from comptoir.kernel.formats import phone_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.here import Here
from comptoir.storefront.pages.blocks import Assurance


def assurances_at(here: Here) -> tuple[Assurance, ...]:
    ways = _listed([text_in(method.labels, here.language) for method in offered_methods(here.market.code)])
    told = (
        Assurance("truck", _("Delivered on the promised day"), _("The date is shown beside every product.")),
        Assurance("lock", _("No account needed"), _("Pay by %(ways)s.") % {"ways": ways}) if ways else None,
        Assurance("message-circle", _("A real person answers"), _reached_at()),
    )
    return tuple(one for one in told if one is not None)


def _reached_at() -> str:
    known = merchant()
    return phone_label(known.phone) if known.phone else known.support_email


def _listed(words: list[str]) -> str:
    """ "card, transfer or cash", in the middle of a sentence."""
    small_words = [word[:1].lower() + word[1:] for word in words]
    if len(small_words) < 2:
        return "".join(small_words)
    return _("%(most)s or %(last)s") % {"most": ", ".join(small_words[:-1]), "last": small_words[-1]}
