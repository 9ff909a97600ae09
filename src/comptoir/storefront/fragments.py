"""What is personal on a shared page: a marked place that the page cache fills on the server.

The shared page carries the anonymous answer between the marks, so it is right as it stands for most visitors.
"""

import re
from collections.abc import Mapping

from comptoir.storefront.engine import render

CART_BADGE = "cart-badge"
ACCOUNT_LINK = "account-link"

_PLACE = re.compile(rb"<!--fragment:([a-z-]+)-->.*?<!--/fragment-->", re.DOTALL)


def cart_badge(*, count: int, href: str) -> str:
    """The basket in the header with the number of articles in it."""
    return render("storefront/parts/cart_badge.html", {"count": count, "href": href})


def account_link(*, href: str) -> str:
    """The way to the account in the header of somebody who is signed in."""
    return render("storefront/parts/account_link.html", {"href": href, "known": True})


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
