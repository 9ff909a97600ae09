"""What a shared page was made of, as keys: when one of them changes, every page that carries it is thrown away.

A response carries its keys as ``response.surrogate_keys``; the page cache files it under them. ``purge()`` tells every
process (topic ``pages`` of ``kernel.notices``) that pages with these keys are stale.
"""

from collections.abc import Iterable

from comptoir.kernel.notices import announce

TOPIC = "pages"


def product_key(product_id: object) -> str:
    """The page of a product: everything it tells of it."""
    return f"product/{product_id}"


def card_key(product_id: object) -> str:
    """The card of a product, wherever it is shown beside others."""
    return f"card/{product_id}"


def list_key(market: str, category: object = "") -> str:
    """The list of a category in a market: which goods, in which order. Without a category: all goods."""
    return f"list/{market}/{category}" if category else f"list/{market}"


def content_key(page_key: str) -> str:
    return f"content/{page_key}"


def delivery_key(market: str) -> str:
    """What a market's pages say about delivery: ways, prices, days."""
    return f"delivery/{market}"


CHROME = "chrome"
"""On every shared page: header, menu and footer of every market and language."""


def purge(keys: Iterable[str]) -> None:
    """In the transaction of the change: pages with any of these keys are stale as soon as it has committed."""
    announce(TOPIC, sorted(set(keys)))
