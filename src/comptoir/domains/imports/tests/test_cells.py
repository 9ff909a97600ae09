from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comptoir.domains.imports.rules.cells import (
    NotANumber,
    Unclear,
    code_text,
    decimal_of,
    grams_of,
    pieces_of,
    price_of,
    tags_of,
    tidy_text,
    truth_of,
)
from comptoir.domains.imports.rules.references import MOST, made_up_sku
from comptoir.kernel.money import Money


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("9.99", 999), ("500", 50000), ("0", 0), ("0.00", 0), ("9,99", 999), ("12.5", 1250), ("0.5", 50), ("0.500", 50),
        ("1 299,00", 129900), ("1\u202f299,00", 129900), ("1\u00a0299", 129900), ("1,299.00", 129900),
        ("1.299,00", 129900), ("1,234,567", 123456700), ("1.234.567,89", 123456789), ("1234.50", 123450),
        ("10000000000", 10**12),
    ],
)  # fmt: skip
def test_prices_are_read_to_the_cent(cell, minor) -> None:
    assert price_of(cell, currency="EUR") == Money(minor, "EUR")


@pytest.mark.parametrize("cell", ["1,299", "1.299", "12,345"])
def test_what_may_be_thousands_or_decimals_is_not_guessed(cell) -> None:
    with pytest.raises(Unclear):
        price_of(cell, currency="EUR")


@pytest.mark.parametrize(
    "cell",
    ["", "-5", "€ 5", "5 €", "5.001.2", "1e3", "9.9999", "NaN", "Infinity", "٣", "1,2,3", "1,23.456.7", ".", "5.", ".5",
     "10000000000.01", "=1+1", "0x10", "1_000"],
)  # fmt: skip
def test_what_is_no_price_is_refused(cell) -> None:
    with pytest.raises(NotANumber):
        price_of(cell, currency="EUR")


def test_prices_follow_the_decimals_of_the_currency() -> None:
    assert price_of("1500", currency="JPY") == Money(1500, "JPY")
    assert price_of("1.500", currency="TND") == Money(1500, "TND")
    with pytest.raises(NotANumber):
        price_of("15.50", currency="JPY")


@given(some.integers(0, 10**12))
def test_every_amount_comes_back_as_it_was_written(minor) -> None:
    money = Money(minor, "EUR")
    assert price_of(str(money.amount), currency="EUR") == money
    assert price_of(str(money.amount).replace(".", ","), currency="EUR") == money


@given(some.text(max_size=12) | some.text("0123456789., \u00a0-'=", max_size=12))
def test_no_text_breaks_the_reading_of_numbers(cell) -> None:
    for read in (decimal_of, grams_of, pieces_of):
        with suppress(Unclear, NotANumber):
            assert read(cell) is not None


def test_weights_are_whole_grams_rounded_half_up() -> None:
    assert [grams_of(cell) for cell in ("454", "28.35", "453.592", "0.5", "1,5")] == [454, 28, 454, 1, 2]
    for cell in ("-1", "1 kg", "1000000001"):
        with pytest.raises(NotANumber):
            grams_of(cell)
    with pytest.raises(Unclear):
        grams_of("1,200")
    assert decimal_of("453.592", dot_is_decimal=True) == Decimal("453.592")


def test_pieces_are_whole_and_may_be_negative() -> None:
    assert [pieces_of(cell) for cell in ("0", "12", "-3", "4.0", "4,00")] == [0, 12, -3, 4, 4]
    for cell in ("1.5", "", "many", "1000000001", "1 000"):
        with pytest.raises(NotANumber):
            pieces_of(cell)


def test_truth_is_read_as_exports_and_spreadsheets_write_it() -> None:
    assert [truth_of(cell, empty=False) for cell in ("true", "TRUE", "VRAI", "oui", "1")] == [True] * 5
    assert [truth_of(cell, empty=True) for cell in ("false", "FAUX", "non", "0")] == [False] * 4
    assert (truth_of("", empty=True), truth_of("", empty=False)) == (True, False)
    with pytest.raises(NotANumber):
        truth_of("perhaps", empty=True)


def test_references_lose_what_spreadsheets_wrap_around_them() -> None:
    assert [code_text(cell) for cell in ('="0042"', "'0042", " A  1 ", "=1+1")] == ["0042", "0042", "A 1", "=1+1"]


def test_text_is_composed_and_loses_control_characters() -> None:
    assert tidy_text("  Cafe\u0301\x07 \n noir ") == "Café \n noir"


def test_tags_are_read_once_each() -> None:
    assert tags_of("Pot, Plants ,pot,, Wood  turned") == ("Pot", "Plants", "Wood turned")
    assert tags_of("") == ()


def test_made_up_references_are_short_stable_and_told_apart() -> None:
    assert made_up_sku("copper-light", ()) == "copper-light"
    assert made_up_sku("clay-pot", ("Extra Large", "Blue")) == "clay-pot.extra-large.blue"
    different = [
        made_up_sku("a", ("b", "c")), made_up_sku("a-b", ("c",)), made_up_sku("a", ("b-c",)),
        made_up_sku("a", ("b c",)), made_up_sku("a", ("5 %",)),
        made_up_sku("a", ("5 +",)), made_up_sku("a", ("茶",)), made_up_sku("a", ("酒",)),
        made_up_sku("é", ()), made_up_sku("e", ()), made_up_sku("É", ()),
    ]  # fmt: skip
    assert len(set(different)) == len(different)
    assert different[4] == "a.5~cdb0a2d2"
    long = [made_up_sku("x" * 200, (value,)) for value in ("one", "two")]
    assert {len(sku) for sku in long} == {MOST}
    assert long[0] != long[1]


@given(some.lists(some.text(min_size=1, max_size=20), min_size=1, max_size=3), some.text(min_size=1, max_size=60))
def test_made_up_references_always_fit(choice, handle) -> None:
    made = made_up_sku(handle, choice)
    assert 0 < len(made) <= MOST
    assert made == made_up_sku(handle, choice)
    assert made.isascii()
