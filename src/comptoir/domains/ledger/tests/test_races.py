"""Real threads on real connections."""

import random
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.ledger import models
from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.queries import balances
from comptoir.domains.ledger.testing import ENTITY, make_entry
from comptoir.domains.ledger.values import BANK, credit, debit
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_key_posted_by_many_at_once_is_one_entry():
    answers = at_once([lambda: post_entry(draft=make_entry(), actor=OWNER, now=NOON)] * 16)

    assert len(set(answers)) == 1
    assert (models.Entry.objects.count(), models.Line.objects.count()) == (1, 2)


def test_accounts_opened_by_many_in_any_order_neither_clash_nor_deadlock():
    codes = [f"7{number:02d}" for number in range(12)]

    def sell(seed: int) -> None:
        order = random.Random(seed).sample(codes, k=len(codes))
        with transaction.atomic():
            for number, code in enumerate(order):
                money = Money(100, "EUR")
                draft = make_entry(debit(BANK, money), credit(code, money), key=f"{seed}/{number}")
                post_entry(draft=draft, actor=OWNER, now=NOON)

    answers = at_once([partial(sell, seed) for seed in range(16)])

    assert answers == [None] * 16
    assert models.Account.objects.count() == 13
    assert models.Entry.objects.count() == 16 * 12
    assert sum(line.balance.minor for line in balances(ENTITY, actor=OWNER)) == 0


@transaction.atomic
def post_and_add_a_line() -> None:
    entry_id = post_entry(draft=make_entry(), actor=OWNER, now=NOON)
    account = models.Account.objects.get(code=BANK)
    models.Line.objects.create(entry_id=entry_id, account=account, debit_minor=1, credit_minor=0)


def test_an_unbalanced_entry_takes_its_whole_transaction_with_it():
    with pytest.raises(IntegrityError, match="not balanced"):
        post_and_add_a_line()

    assert models.Entry.objects.count() == 0
