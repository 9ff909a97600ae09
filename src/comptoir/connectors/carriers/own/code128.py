"""Code 128 (ISO/IEC 15417), the bar code that every parcel scanner reads."""

import re
from collections.abc import Iterator

_STOP_SIGN = "2331112"
_SIGNS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
_PATTERNS = (*(_SIGNS[at : at + 6] for at in range(0, len(_SIGNS), 6)), _STOP_SIGN)
"""The widths of bars and spaces in turn, by the value of the sign (table 1 of the standard)."""

_PAIRS, _LETTERS = 99, 100  # from here on: two digits a sign, or one letter a sign
_START_LETTERS, _START_PAIRS, _STOP = 104, 105, 106
_WORTH_PAIRS = re.compile(r"(?:\d\d){2,}")


class NotEncodable(ValueError):
    """The text holds something other than printable ASCII."""


def bars(text: str) -> tuple[int, ...]:
    """The widths of bars and spaces in turn, in modules, without the quiet zones of ten modules at both ends.

    :raises NotEncodable: for anything but printable ASCII, and for nothing at all.
    """
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise NotEncodable(text)
    values = list(_values(text))
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return tuple(int(width) for value in (*values, check, _STOP) for width in _PATTERNS[value])


def _values(text: str) -> Iterator[int]:
    """Runs of four digits and more go two by two, all else letter by letter."""
    paired: bool | None = None
    at = 0
    while at < len(text):
        run = _WORTH_PAIRS.match(text, at)
        if paired is None or paired != bool(run):
            starts = (_START_PAIRS, _START_LETTERS) if paired is None else (_PAIRS, _LETTERS)
            yield starts[0] if run else starts[1]
            paired = bool(run)
        if run:
            yield from (int(run[0][pair : pair + 2]) for pair in range(0, len(run[0]), 2))
            at = run.end()
        else:
            yield ord(text[at]) - ord(" ")
            at += 1
