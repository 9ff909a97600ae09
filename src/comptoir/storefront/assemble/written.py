"""How some facts are written for reading."""

import re

import phonenumbers
from babel.numbers import format_currency

from comptoir.kernel.formats import locale_of, money_label
from comptoir.kernel.money import Money


def phone_label(phone: str) -> str:
    """In groups, with its country: "+33 5 36 49 10 20"; as it was given where it is no such number."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


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
