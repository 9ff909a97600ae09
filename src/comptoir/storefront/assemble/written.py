"""How some facts are written for reading."""

import re

from babel.numbers import format_currency

from comptoir.kernel.formats import locale_of, money_label, phone_label
from comptoir.kernel.money import Money
from comptoir.storefront.pages.parts import Link


def phone_link(phone: str) -> Link | None:
    """None for what cannot be dialled."""
    dialled = "".join(character for character in phone if character.isdigit() or character == "+")
    return Link(phone_label(phone), f"tel:{dialled}") if dialled else None


def contact_links(phone: str, email: str) -> tuple[Link, ...]:
    """How to reach the shop by phone and by e-mail, as far as there are such ways."""
    called = phone_link(phone)
    ways = (called, Link(email, f"mailto:{email}") if email else None)
    return tuple(way for way in ways if way)


def whole_amount_label(amount: Money, language: str) -> str:
    """Without cents where there are none: "40 000 €"."""
    major = amount.amount
    if major != int(major):
        return money_label(amount, language)
    locale = locale_of(language)
    pattern = re.sub(r"\.0+", "", locale.currency_formats["standard"].pattern)
    return str(format_currency(int(major), amount.currency, pattern, locale=locale, currency_digits=False))


def in_sentence(words: str) -> str:
    """As it goes on after a comma or a colon: without its capital, unless it is an abbreviation's."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
