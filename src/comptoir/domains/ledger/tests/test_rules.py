from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.ledger.errors import BadPosting, Unbalanced
from comptoir.domains.ledger.rules import postings_of
from comptoir.domains.ledger.testing import make_entry
from comptoir.domains.ledger.values import (
    BANK,
    CUSTOMERS,
    GOODS_SOLD,
    Posting,
    credit,
    debit,
    in_transit,
    money_account,
    output_vat,
)
from comptoir.kernel.money import Money


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


ZERO = euros(0)
amounts = st.integers(-(10**12), 10**12).map(euros)


@given(st.lists(amounts.filter(bool), min_size=1, max_size=8))
def test_an_entry_that_balances_stands_whatever_its_signs(parts):
    rest = sum((part.minor for part in parts), 0)
    draft = make_entry(*(debit(CUSTOMERS, part) for part in parts), credit(GOODS_SOLD, euros(rest)))

    kept = postings_of(draft)

    assert sum(posting.debit.minor - posting.credit.minor for posting in kept) == 0
    assert all((posting.debit.minor > 0) != (posting.credit.minor > 0) for posting in kept)
    assert all(posting.debit.minor >= 0 and posting.credit.minor >= 0 for posting in kept)


@given(st.lists(amounts, min_size=1, max_size=8).filter(lambda parts: sum(part.minor for part in parts) != 0))
def test_an_entry_that_does_not_balance_is_refused(parts):
    with pytest.raises(Unbalanced):
        postings_of(make_entry(*(debit(CUSTOMERS, part) for part in parts)))


def test_each_currency_balances_by_itself():
    francs = Money(100, "CHF")
    with pytest.raises(Unbalanced):
        postings_of(make_entry(debit(BANK, euros(100)), credit(CUSTOMERS, francs)))
    both = make_entry(
        debit(BANK, euros(100)), credit(CUSTOMERS, euros(100)), debit(BANK, francs), credit(CUSTOMERS, francs)
    )
    assert len(postings_of(both)) == 4


def test_nothing_is_not_an_entry():
    with pytest.raises(Unbalanced):
        postings_of(make_entry(debit(BANK, ZERO), credit(CUSTOMERS, ZERO)))


@pytest.mark.parametrize(
    "posting",
    [
        Posting(account="411", debit=euros(5), credit=euros(5)),
        Posting(account="411", debit=euros(-5), credit=ZERO),
        Posting(account="customers", debit=euros(5), credit=ZERO),
        Posting(account="9", debit=euros(5), credit=ZERO),
        Posting(account="411'; --", debit=euros(5), credit=ZERO),
        Posting(account="411", debit=euros(5), credit=Money(0, "CHF")),
    ],
)
def test_a_malformed_posting_is_refused(posting):
    with pytest.raises(BadPosting):
        postings_of(make_entry(posting, credit(BANK, euros(5))))


def test_postings_of_zero_are_left_out():
    draft = make_entry(debit(BANK, euros(5)), credit("7085", ZERO), credit(CUSTOMERS, euros(5)))

    assert [posting.account for posting in postings_of(draft)] == [BANK, CUSTOMERS]


def test_account_codes():
    assert in_transit("stripe") == "5115STRIPE"
    assert in_transit("bank-simulator") == "5115BANKSIMULATOR"
    assert (money_account("transfer"), money_account("stripe")) == ("512", "5115STRIPE")
    assert output_vat("FR", Decimal("5.5")) == "44571FR0550"
    assert output_vat("FI", Decimal("25.50")) == "44571FI2550"
    assert output_vat("FR", Decimal("20.0000")) == "44571FR2000"
