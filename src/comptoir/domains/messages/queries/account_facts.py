"""What letters about a buyer's own account say."""

from datetime import datetime
from typing import Any

from comptoir.domains.customers.errors import UnknownLink
from comptoir.domains.customers.queries import link_by_id
from comptoir.domains.customers.values import LinkId
from comptoir.domains.messages.values import Links, Message, MessageKind
from comptoir.kernel import ports
from comptoir.kernel.access import token_for

ACCOUNT_LETTERS = frozenset(
    {MessageKind.ACCOUNT_LINK, MessageKind.EMAIL_LINK, MessageKind.NEWS_LINK, MessageKind.LOGIN_CHANGED}
)


def account_facts(about: Message, now: datetime) -> dict[str, Any] | None:
    """The link, which is in no letter that is kept; or what was changed. None where the link opens nothing any more."""
    links: Links = ports.load("links", "storefront")
    if about.link_id is None:
        what = about.again.partition(":")[0]
        return {"what": what, "link": links.account_page(market=about.market, language=about.language)}
    try:
        found = link_by_id(LinkId(about.link_id))
    except UnknownLink:
        return None
    if found.open_until is None or found.open_until <= now:
        return None
    news = about.kind is MessageKind.NEWS_LINK
    page = links.news_page if news else links.account_link_page
    return {
        "known": found.known,
        "wording": found.wording,
        "code": token_for("news_link" if news else "account_link", found.id),
        "link": page(link_id=found.id, market=found.market, language=about.language),
    }
