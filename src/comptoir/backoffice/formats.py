"""Amounts, numbers and moments as staff read them, in the active language and the active time zone."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, get_timezone_name
from babel.numbers import format_currency, format_decimal, format_percent, get_decimal_symbol
from django.utils import timezone
from django.utils.translation import get_language

from comptoir.kernel.money import Money

# An English reader of a European shop expects 26 November, not November 26.
_LOCALES = {"en": "en_GB"}
_FIRST = re.compile(r"\b1 (?=\D)")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))


def active_locale() -> Locale:
    return _locale((get_language() or "en").split("-")[0])


def money_text(money: Money) -> str:
    """“12,90 €”, exact."""
    return format_currency(money.amount, money.currency, locale=active_locale())


def decimal_sign() -> str:
    return get_decimal_symbol(active_locale())


def number_text(number: int | Decimal) -> str:
    """“1 234”."""
    return format_decimal(number, locale=active_locale())


def _as_said(label: str) -> str:
    """The first of a month has a form of its own in French: “1er déc.”."""
    return _FIRST.sub("1er ", label, count=1) if active_locale().language == "fr" else label


def day_text(day: date) -> str:
    """“26 nov. 2026”."""
    return _as_said(format_date(day, "medium", locale=active_locale()))


def month_text(day: date) -> str:
    """“novembre 2026”."""
    return format_skeleton("yMMMM", day, locale=active_locale())


def rate_text(rate: Decimal) -> str:
    """“5.5%” in English, “5,5 %” in French."""
    return format_percent(rate / 100, locale=active_locale(), decimal_quantization=False)


def percent_text(part: int, whole: int) -> str:
    """“97 %”, rounded half up; all of them is only said of all."""
    rounded = (200 * part + whole) // (2 * whole)
    return format_percent(Decimal(min(rounded, 99) if part < whole else rounded) / 100, locale=active_locale())


def weekday_text(day: date) -> str:
    """“jeudi 26 novembre 2026”."""
    return _as_said(format_date(day, "full", locale=active_locale()))


def short_day_text(day: date) -> str:
    """“jeu. 26 nov.”: a promise, which is always near."""
    return _as_said(format_skeleton("MMMEd", day, locale=active_locale()))


def moment_text(instant: datetime, *, now: datetime) -> str:
    """“26 nov., 14:05” this year, “26 nov. 2025” before: what tells rows apart, and no more."""
    local = timezone.localtime(instant)
    if local.year != timezone.localtime(now).year:
        return day_text(local.date())
    day = _as_said(format_skeleton("MMMd", local, locale=active_locale()))
    return f"{day}, {local:%H:%M}"


def moment_full(instant: datetime) -> str:
    """“jeudi 26 novembre 2026 à 14:05 (heure normale d’Europe centrale)”: for those who must know exactly."""
    local = timezone.localtime(instant)
    zone = get_timezone_name(local, locale=active_locale())
    return f"{format_datetime(local, 'EEEE d MMMM y, HH:mm:ss', locale=active_locale())} ({zone})"
