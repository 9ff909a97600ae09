"""Amounts, dates and counts as a buyer reads them. Everything is remembered: a shop has few different labels."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from comptoir.kernel.money import Money

# An English reader of a European shop expects 26 November, not November 26.
_LOCALES = {"en": "en_GB"}


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))


@lru_cache(maxsize=16384)
def amount_label(minor: int, currency: str, language: str) -> str:
    """``1290, "EUR", "fr"`` is "12,90 €" with a no-break space; nothing is rounded."""
    return format_currency(Money(minor, currency).amount, currency, locale=locale_of(language))


def money_label(money: Money, language: str) -> str:
    return amount_label(money.minor, money.currency, language)


@lru_cache(maxsize=4096)
def unit_price_label(minor: int, currency: str, unit: str, language: str) -> str:
    """The price per kilogram, litre, metre or piece (directive 98/6/EC): "25,80 €/kg". ``unit`` is the symbol."""
    return f"{amount_label(minor, currency, language)}/{unit}"


@lru_cache(maxsize=32)
def _without_year(language: str) -> str:
    """The language's full date, less its year: CLDR has no name for it in every language."""
    return re.sub(r"[\s,.]*('de' )?y.*$", "", locale_of(language).date_formats["full"].pattern)


@lru_cache(maxsize=1024)
def day_label(day: date, language: str) -> str:
    """ "jeudi 26 novembre": for a promise, which is always near."""
    return _as_said(format_date(day, _without_year(language), locale=locale_of(language)), language)


@lru_cache(maxsize=1024)
def date_label(day: date, language: str) -> str:
    """ "26 novembre 2026": for a document."""
    return _as_said(format_date(day, "long", locale=locale_of(language)), language)


def _as_said(label: str, language: str) -> str:
    """The first of a month has a form of its own in French, which CLDR's patterns do not know: "1er novembre"."""
    return re.sub(r"\b1 (?=\D)", "1er ", label, count=1) if language == "fr" else label


@lru_cache(maxsize=4096)
def number_label(number: int | Decimal, language: str) -> str:
    """ "1 234" in French, "1,234" in English."""
    return format_decimal(number, locale=locale_of(language))


def code_label(code: str) -> str:
    """A code of figures as it is read aloud: "481 520"."""
    middle = len(code) // 2
    return f"{code[:middle]}\u202f{code[middle:]}"


def size_label(size: int, language: str) -> str:
    """ "820 kB", "2.4 MB"; French counts octets."""
    unit, step = ("Mo", "ko") if language == "fr" else ("MB", "kB")
    if size < 1_000_000:
        return f"{number_label(max(1, round(size / 1_000)), language)}\u00a0{step}"
    tenths = Decimal(size).scaleb(-6).quantize(Decimal("0.1"))
    return f"{format_decimal(tenths, locale=locale_of(language))}\u00a0{unit}"


@lru_cache(maxsize=256)
def phone_label(phone: str) -> str:
    """In groups, with its country: "+33 5 36 49 10 20"; as it was given where it is no such number."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
