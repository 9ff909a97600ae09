from functools import partial

import pytest

from comptoir.domains.customers.actions import remember_customer, update_customer
from comptoir.domains.customers.errors import CustomerChanged, EmailTaken
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.queries import customer
from comptoir.domains.customers.testing import make_customer
from comptoir.domains.customers.values import CustomerDetails
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.models import HistoryLine
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_checkouts_of_one_person_are_one_customer() -> None:
    make_market()
    spellings = [
        "lucie@courriel.example",
        "Lucie@courriel.example",
        "LUCIE@COURRIEL.EXAMPLE",
        " lucie@courriel.example ",
    ]
    answers = at_once(
        [
            partial(remember_customer, email=email, name="L", market="fr", language="fr", actor=OWNER, now=NOON)
            for email in spellings * 5
        ]
    )
    (row,) = CustomerModel.objects.all()
    assert set(answers) == {row.id}


def test_of_two_editors_one_is_told() -> None:
    id = make_customer()
    answers = at_once(
        [
            partial(
                update_customer,
                customer_id=id,
                details=CustomerDetails(email="lucie@courriel.example", name=name),
                version=1,
                actor=OWNER,
                now=NOON,
            )
            for name in ("Lucie A", "Lucie B", "Lucie C")
        ]
    )
    assert [type(answer) for answer in answers if answer is not None] == [CustomerChanged] * 2
    assert customer(id).version == 2
    assert HistoryLine.objects.filter(subject_type="customers.customer").count() == 1


def test_two_customers_cannot_take_one_address() -> None:
    ids = [make_customer(f"c{number}@courriel.example") for number in range(4)]
    details = CustomerDetails(email="same@courriel.example")
    answers = at_once(
        [partial(update_customer, customer_id=id, details=details, version=1, actor=OWNER, now=NOON) for id in ids]
    )
    assert [type(answer) for answer in answers if answer is not None] == [EmailTaken] * 3
