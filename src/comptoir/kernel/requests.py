"""What every request carries when it reaches a surface."""

from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from comptoir.kernel.limits import Limit, take


class Request(HttpRequest):
    """A request as the edge (``config.edge``) hands it on. ``now`` is its instant, read once."""

    now: datetime


def address_of(request: HttpRequest) -> str:
    """The address a request came from. Behind our own proxies (``TRUSTED_PROXIES`` of them), what the outermost saw;
    what a client writes into the header itself is never believed."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def is_local(request: HttpRequest) -> bool:
    """Whether it came from this very machine."""
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def limited(request: Request, limit: Limit) -> None:
    """Count the request against its address. This machine itself is exempt in demo and test mode, to be measured.

    :raises LimitReached: when there were too many.
    """
    if settings.COMPTOIR_ENV != "production" and is_local(request):
        return
    take(limit, who=_household(address_of(request)), now=request.now)


def source_of(request: Request) -> str:
    """A name for where a request came from that tells nobody where that is: a keyed hash of its address.

    "" for this machine itself in demo and test mode, as for ``limited``.
    """
    if settings.COMPTOIR_ENV != "production" and is_local(request):
        return ""
    return salted_hmac("comptoir.source", _household(address_of(request)), algorithm="sha256").hexdigest()[:32]


def _household(address: str) -> str:
    """Who is counted as one. Of an IPv6 address the first half is the line; its owner picks the other half at will."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    if isinstance(number, IPv6Address):
        return str(number.ipv4_mapped or ip_network((number, 64), strict=False))
    return address
