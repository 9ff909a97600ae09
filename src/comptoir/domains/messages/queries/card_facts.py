"""What the letter about a gift card or store credit says of it."""

from typing import Any

from comptoir.domains.messages.values import Links
from comptoir.domains.stored_value.values import AccountKind, CardToSend
from comptoir.kernel import ports
from comptoir.kernel.formats import date_label, money_label


def card_facts(card: CardToSend, language: str) -> dict[str, Any]:
    """What it is worth at this moment, until when, its code, and where it is spent."""
    account = card.account
    links: Links = ports.load("links", "storefront")
    return {
        "is_credit": account.kind is AccountKind.STORE_CREDIT,
        "amount": money_label(account.balance, language),
        "code": card.code,
        "until": date_label(account.expires_on, language) if account.expires_on else "",
        "shop_link": links.home_page(market=account.market, language=language),
    }
