from dataclasses import replace
from functools import partial

import pytest

from comptoir.domains.customers.actions import (
    ask_account_link,
    enter_by_link,
    note_consents,
    remember_customer,
    save_address,
    update_customer,
)
from comptoir.domains.customers.errors import CustomerChanged, EmailTaken
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.models import Login as LoginModel
from comptoir.domains.customers.models import LoginCustomer
from comptoir.domains.customers.queries import addresses_of, customer
from comptoir.domains.customers.testing import PASSWORD, make_customer, make_login
from comptoir.domains.customers.values import ConsentGiven, CustomerDetails, Purpose
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.addresses import Address
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


def test_two_sign_ups_with_one_address_make_one_account() -> None:
    make_market()
    links = [
        ask_account_link(email="Lucie@courriel.example", market="fr", language="fr", actor=OWNER, now=NOON)
        for _ in range(4)
    ]
    answers = at_once(
        [
            partial(enter_by_link, link_id=link, password=f"{PASSWORD} {number}", actor=OWNER, now=NOON)
            for number, link in enumerate(links)
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["LinkSpent"] * 3 + ["UUID"]
    assert (LoginModel.objects.count(), LoginCustomer.objects.count(), CustomerModel.objects.count()) == (1, 1, 1)


def test_two_browsers_agree_once() -> None:
    customer_id = make_customer()
    given = ConsentGiven(purpose=Purpose.NEWSLETTER, granted=True, wording="…", language="fr", given_on="account")
    answers = at_once(
        [partial(note_consents, customer_id=customer_id, given=[given], actor=OWNER, now=NOON) for _ in range(6)]
    )
    assert sorted(answers) == [0] * 5 + [1]  # type: ignore[type-var]  # all of them are numbers


def test_two_first_addresses_do_not_both_come_first() -> None:
    login_id = make_login()
    home = Address(name="Lucie", line1="8 rue des Remparts", postal_code="69002", city="Lyon", country="FR")
    at_once(
        [
            partial(save_address, login_id=login_id, address=replace(home, name=f"L{n}"), actor=OWNER, now=NOON)
            for n in range(4)
        ]
    )
    book = addresses_of(login_id)
    assert (len(book), [each.preferred for each in book].count(True)) == (4, 1)
