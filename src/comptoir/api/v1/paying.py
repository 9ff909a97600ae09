"""What a request says about paying."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comptoir.api.v1.asked import allowed_return
from comptoir.api.v1.schemas import PaymentIn
from comptoir.flows.authorise_payment import PayingWith
from comptoir.kernel.errors import Invalid

OUTCOMES = ("approve", "decline", "challenge", "late", "never")


class UnknownOutcome(Invalid):
    """The simulator knows no such outcome, or this is no place for simulations."""

    code = "request.unknown_outcome"
    message = _("An outcome is one of approve, decline, challenge, late, never, and only in demo and test mode.")


def paying_with(body: PaymentIn) -> PayingWith:
    """The means of payment of a request.

    :raises UnknownOutcome: for an outcome outside demo and test mode, or none of the list.
    :raises ForeignReturn: for a page to come back to that is not ours.
    """
    if body.outcome and (settings.COMPTOIR_ENV == "production" or body.outcome not in OUTCOMES):
        raise UnknownOutcome(field="payment.outcome")
    return PayingWith(
        return_url=allowed_return(body.return_url) if body.return_url else settings.BASE_URL,
        token=body.token,
        simulated=body.outcome,
    )
