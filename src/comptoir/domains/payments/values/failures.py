"""Why a payment failed, in a sentence that helps the buyer."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.domains.payments.values.port import Decline

DECLINES_OF_ORDER = 6
DECLINES_OF_SOURCE = 30
"""How many refusals there may be within an hour before the next attempt has to wait. A buyer who mistypes a code, takes
the other card and calls the bank needs three or four; an office or a campus behind one address stays far below thirty.
Whoever tries out stolen cards needs hundreds."""

_TEXTS: Mapping[str, Promise] = {
    Decline.CARD_REFUSED: _("The bank refused the card. Please try another card or another payment method."),
    Decline.NO_FUNDS: _("The bank refused the payment for lack of funds. Please try another payment method."),
    Decline.NOT_AUTHENTICATED: _("The payment was not confirmed with the bank. You can try again."),
    Decline.GIVEN_UP: _("The payment was abandoned. You can try again."),
    Decline.EXPIRED: _("The card has expired. Please try another card or another payment method."),
    Decline.UNREACHABLE: _("The payment service cannot be reached, and nothing was charged. You can try again."),
    Decline.NOT_REACHED: _("The payment service cannot be reached, and nothing was charged. You can try again."),
}
_OTHER = _("The payment was refused. Please try another payment method.")


def failure_text(failure: str) -> str:
    """The sentence for a payment's ``failure``, in the language of the moment; "" when there is none."""
    return str(_TEXTS.get(failure, _OTHER)) if failure else ""
