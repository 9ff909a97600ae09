"""How often one may try to sign in: generous to a household, hopeless for a robot."""

from django.conf import settings
from django.core.exceptions import ValidationError

from comptoir.kernel import limits
from comptoir.kernel.limits import Limit, LimitReached
from comptoir.kernel.requests import Request

BY_ADDRESS = Limit("sign-in.address", burst=20, per_minute=10)
BY_ACCOUNT = Limit("sign-in.account", burst=8, per_minute=1)
"""Per e-mail address and network address together: nobody far away can lock somebody out."""
BY_NAME = Limit("sign-in.name", burst=60, per_minute=6)
"""Per e-mail address from wherever: what a thousand rented machines may try together."""
CODES = Limit("sign-in.code", burst=6, per_minute=1)
LETTERS = Limit("sign-in.letter", burst=3, per_minute=1)


def network_address(request: Request) -> str:
    """Where the request comes from, behind as many proxies of ours as the settings tell."""
    proxies = settings.ENV.proxies
    if proxies:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= proxies:
            return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def take_or_refuse(request: Request, *wanted: tuple[Limit, str]) -> None:
    """Take one token of each bucket.

    :raises ValidationError: in the words of the limit, for a form.
    """
    try:
        for limit, who in wanted:
            limits.take(limit, who=who, now=request.now)
    except LimitReached as error:
        raise ValidationError(str(error), code="too_many") from error
