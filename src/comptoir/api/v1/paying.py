"""What a request says about paying."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comptoir.api.v1.asked import allowed_return
from comptoir.api.v1.schemas.carts import PaymentIn
from comptoir.domains.stored_value.errors import UnusableCode
from comptoir.domains.stored_value.queries import account_of_code
from comptoir.domains.stored_value.values import AccountId
from comptoir.flows.authorise_payment import PayingWith
from comptoir.kernel.errors import Invalid
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited

CODES = Limit("api.codes", burst=20, per_minute=5)
"""Trying codes is slow, whoever tries."""

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


def stored_value_of(request: Request, body: PaymentIn) -> tuple[AccountId, ...]:
    """The gift cards and store credit of a request, by account: their codes go no further.

    :raises UnusableCode: for a code that is none.
    :raises LimitReached: for too many codes from one address.
    """
    if not body.stored_value:
        return ()
    limited(request, CODES)
    try:
        return tuple(dict.fromkeys(account_of_code(code) for code in body.stored_value))
    except UnusableCode as error:
        error.field = "payment.stored_value"
        raise
