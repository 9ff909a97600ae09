"""Single cells: text made tidy, numbers read exactly or not at all."""

import re
import unicodedata
from decimal import Decimal

from comptoir.kernel.money import Money, NotAnAmount, exponent, round_half_up

MOST_MINOR = 10**12
MOST_GRAMS = 1_000_000_000
MOST_PIECES = 1_000_000_000
"""Beyond these, pricing, catalogue and inventory refuse: a test keeps the numbers the same."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?=[.,]|$)")
_SPACES = re.compile(r"[ \u00a0\u202f]")
_DIGITS = re.compile(r"[0-9]+")
_TRUE = frozenset({"true", "1", "yes", "oui", "vrai", "y", "t"})
_FALSE = frozenset({"false", "0", "no", "non", "faux", "n", "f"})


class Unclear(ValueError):
    """The number can be read in two ways."""


class NotANumber(ValueError):
    """The cell holds no number."""


def tidy_text(cell: str) -> str:
    """Letters and accents composed, control characters and outer spaces gone; line breaks stay."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    return _CONTROLS.sub("", unicodedata.normalize("NFC", cell)).strip()


def code_text(cell: str) -> str:
    """A reference or barcode without what spreadsheets wrap around it to keep its zeros: ``="0042"``, ``'0042``."""
    quoted = _QUOTED_FORMULA.fullmatch(cell)
    inside = quoted[1] if quoted else cell.removeprefix("'")
    return " ".join(inside.split())


def decimal_of(cell: str, *, dot_is_decimal: bool = False) -> Decimal:
    """A number of zero or more, with a dot or a comma before its decimals, perhaps with thousands set apart.

    ``dot_is_decimal``: one dot never sets thousands apart.

    :raises Unclear: for what may be either, such as "1,299".
    :raises NotANumber: for anything else.
    """
    grouped = _GROUPED.match(cell)
    text = _SPACES.sub("", grouped[0]) + cell[grouped.end() :] if grouped else cell
    marks = [character for character in text if character in ".,"]
    parts = re.split(r"[.,]", text)
    if not all(_DIGITS.fullmatch(part) for part in parts):
        raise NotANumber(cell)
    if not marks:
        return Decimal(text)
    thousands = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3 and not parts[0].startswith("0")
    if len(marks) == 1:
        if thousands and not (dot_is_decimal and marks[0] == "."):
            raise Unclear(cell)
        return Decimal(f"{parts[0]}.{parts[1]}")
    return _several_marks(cell, marks, parts, thousands=thousands)


def _several_marks(cell: str, marks: list[str], parts: list[str], *, thousands: bool) -> Decimal:
    """``1,234.50`` and ``1.234.567``: all marks but the last are alike; the last, if another one, is the decimal's."""
    if len(set(marks)) == 1 and thousands:
        return Decimal("".join(parts))
    whole = parts[:-1]
    grouped = all(len(part) == 3 for part in whole[1:]) and 1 <= len(whole[0]) <= 3
    if len(set(marks[:-1])) == 1 and marks[-1] != marks[0] and grouped:
        return Decimal(f"{''.join(whole)}.{parts[-1]}")
    raise NotANumber(cell)


def price_of(cell: str, *, currency: str) -> Money:
    """An exact amount of the currency.

    :raises Unclear: for what may be thousands or decimals.
    :raises NotANumber: for anything that is no amount, negative ones included.
    """
    number = decimal_of(cell, dot_is_decimal=exponent(currency) == 3)
    try:
        amount = Money.of(number, currency)
    except NotAnAmount:
        raise NotANumber(cell) from None
    if amount.minor > MOST_MINOR:
        raise NotANumber(cell)
    return amount


def grams_of(cell: str) -> int:
    """A weight in grams, rounded to whole ones.

    :raises Unclear: (or ``NotANumber``) as ``decimal_of``.
    """
    grams = round_half_up(decimal_of(cell, dot_is_decimal=True))
    if grams > MOST_GRAMS:
        raise NotANumber(cell)
    return grams


def pieces_of(cell: str) -> int:
    """A whole number, perhaps negative: shops that sell beyond their stock export such.

    :raises NotANumber: for anything else, or beyond any warehouse.
    """
    found = re.fullmatch(r"(-?[0-9]{1,15})(?:[.,]0+)?", cell)
    if found is None or abs(int(found[1])) > MOST_PIECES:
        raise NotANumber(cell)
    return int(found[1])


def truth_of(cell: str, *, empty: bool) -> bool:
    """True or false, as the export or a spreadsheet in French or English writes it; ``empty`` is what "" means.

    :raises NotANumber: when it is neither.
    """
    word = cell.casefold()
    if not word:
        return empty
    if word not in _TRUE and word not in _FALSE:
        raise NotANumber(cell)
    return word in _TRUE


def tags_of(cell: str) -> tuple[str, ...]:
    """The tags of a comma list, each once whatever its case, in their order."""
    tags: dict[str, str] = {}
    for part in cell.split(","):
        tag = " ".join(part.split())
        if tag:
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())
