"""The bars, read back by a reader written from the standard's other side: from widths to signs."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from comptoir.connectors.carriers.own.code128 import _PATTERNS, NotEncodable, bars
from comptoir.connectors.carriers.own.number import number_of, spaced

_STOP = 106


def read(widths: tuple[int, ...]) -> str:
    """What a scanner makes of the bars."""
    written = "".join(map(str, widths))
    signs = [written[at : at + 6] for at in range(0, len(written) - 7, 6)]
    values = [_PATTERNS.index(sign) for sign in signs]
    assert written[-7:] == _PATTERNS[_STOP]
    *values, check = values
    assert check == (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    text, paired = "", values[0] == 105
    for value in values[1:]:
        if value in (99, 100) and paired != (value == 99):
            paired = value == 99
        else:
            text += f"{value:02d}" if paired else chr(value + 32)
    return text


def test_the_table_is_the_standards() -> None:
    """Every sign has eleven modules, three bars and three spaces, and an even number of black ones; all differ."""
    assert len(set(_PATTERNS)) == 107
    for sign in _PATTERNS[:-1]:
        widths = [int(width) for width in sign]
        assert (len(widths), sum(widths), sum(widths[::2]) % 2) == (6, 11, 0)


@pytest.mark.parametrize(
    ("text", "widths"),
    [
        (
            "CP1234567890123452",
            "2112141313213131211131411122321311233311212411122141211122321311232133112211142331112",
        ),
        (
            "Abc 12-345678 z~",
            (
                "211214111323121421141122212222123221223211122132113141131123331121241112114131212222"
                "2141211311411113232331112"
            ),
        ),
    ],
)
def test_these_very_widths_were_drawn_and_read_back_by_zxing(text: str, widths: str) -> None:
    assert "".join(map(str, bars(text))) == widths


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_what_is_written_can_be_read(text: str) -> None:
    assert read(bars(text)) == text


@given(st.from_regex(r"[0-9]{1,30}", fullmatch=True))
def test_digits_take_half_the_room(digits: str) -> None:
    assert read(bars(digits)) == digits
    assert len(bars("1" * 20)) < len(bars("A" * 20))


@pytest.mark.parametrize("text", ["", "é", "\n", "日本"])
def test_what_it_cannot_say_is_refused(text: str) -> None:
    with pytest.raises(NotEncodable):
        bars(text)


def test_a_number_belongs_to_its_key_and_checks_itself() -> None:
    keys = [uuid4() for _ in range(500)]
    numbers = {number_of(key) for key in keys}
    assert len(numbers) == 500 == len({number_of(key) for key in keys} | numbers)
    assert all(len(number) == 18 and luhn.is_valid(number[2:]) for number in numbers)
    assert spaced("CP1234567890123456") == "CP 1234 5678 9012 3456"
