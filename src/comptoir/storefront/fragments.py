"""What is personal on a shared page: a marked place that the page cache fills on the server.

The shared page carries the anonymous answer between the marks, so it is right as it stands for most visitors.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from comptoir.storefront.engine import render

CART_BADGE = "cart-badge"
ACCOUNT_LINK = "account-link"
CONSENT = "consent"
"""The banner that asks, and for who has answered, what they agreed to."""

_PLACE = re.compile(rb"<!--fragment:([a-z-]+)-->.*?<!--/fragment-->", re.DOTALL)
_ASKING = re.compile(rb"<!--fragment:consent-->.*?<!--/fragment-->", re.DOTALL)


def cart_badge(*, count: int, href: str) -> str:
    """The basket in the header with the number of articles in it."""
    return render("storefront/parts/cart_badge.html", {"count": count, "href": href})


def account_link(*, href: str) -> str:
    """The way to the account in the header of somebody who is signed in."""
    return render("storefront/parts/account_link.html", {"href": href, "known": True})


def consent_scripts(addresses: Sequence[str]) -> str:
    """What a visitor agreed to, instead of the banner. Nothing of it stands in the page of anybody else."""
    return "".join(f'<script src="{escape(address)}" async></script>' for address in addresses)


def without_consent(body: bytes) -> bytes:
    """A page on which nothing of others ever runs and nobody is asked: that of an order, whose address is a secret."""
    return _ASKING.sub(b"", body)


def join_fragments(body: bytes, fragments: Mapping[str, str]) -> bytes:
    """The page with its personal places filled; a place nobody fills keeps the anonymous answer.

    The marks stay: joining again is allowed.
    """

    def fill(match: re.Match[bytes]) -> bytes:
        name = match.group(1).decode()
        if name not in fragments:
            return match.group(0)
        return b"<!--fragment:%s-->%s<!--/fragment-->" % (match.group(1), fragments[name].encode())

    return _PLACE.sub(fill, body)
