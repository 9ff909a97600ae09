"""What a code looks like, however it is typed, and who pays how much."""

import secrets
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.stored_value.rules import code_as_typed, expiry_after_return, grouped, new_code
from comptoir.domains.stored_value.testing import an_account
from comptoir.domains.stored_value.values import rest_after, shares_of
from comptoir.kernel.money import Money

TODAY = date(2026, 11, 23)


def test_a_code_is_read_however_it_was_typed():
    code = new_code(secrets.choice)
    assert len(code) == 16
    shown = grouped(code)
    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4]
    for typed in (code, shown, shown.lower(), shown.replace("-", " "), f"  {code}\u00a0"):
        assert code_as_typed(typed) == code


def test_what_is_misread_is_read_as_meant():
    assert code_as_typed("OIL0-1111-ABCD-EFGH") == "0110" + "1111" + "ABCDEFGH"


@pytest.mark.parametrize(
    "typed", ["", "-", "1234", "U234-5678-9ABC-DEFG", "1" * 17, "１２３４-5678-9ABC-DEFG", "\0" * 16]
)
def test_what_cannot_be_a_code_is_none(typed: str):
    assert code_as_typed(typed) == ""


@given(st.lists(st.integers(0, 10_000), max_size=5), st.integers(0, 30_000))
def test_shares_and_rest_come_to_what_is_due(balances: list[int], due_minor: int):
    accounts, due = [an_account(Money(minor, "EUR")) for minor in balances], Money(due_minor, "EUR")
    shares = shares_of(accounts, due)
    assert all(Money.zero("EUR") < part <= account.balance for account, part in shares)
    assert sum(part.minor for _, part in shares) + rest_after(accounts, due).minor == due_minor
    assert rest_after(accounts, due).minor == max(0, due_minor - sum(balances))


@pytest.mark.parametrize(
    ("expires_on", "afterwards"),
    [
        (None, None),
        (date(2026, 11, 1), date(2027, 2, 21)),
        (date(2026, 12, 1), date(2027, 2, 21)),
        (date(2028, 1, 1), date(2028, 1, 1)),
    ],
)
def test_what_comes_back_can_be_spent_for_a_while(expires_on: date | None, afterwards: date | None):
    assert expiry_after_return(expires_on, today=TODAY) == afterwards
