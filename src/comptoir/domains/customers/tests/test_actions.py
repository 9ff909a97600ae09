from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.customers.actions import remember_customer, update_customer
from comptoir.domains.customers.errors import CustomerChanged, EmailTaken, UnknownCustomer
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.queries import customer
from comptoir.domains.customers.testing import make_customer
from comptoir.domains.customers.values import CustomerDetails, CustomerId
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.emails import BadEmail
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


def remember(email: str = "lucie@courriel.example", **more: Any) -> CustomerId:
    make_market()
    given = {"name": "Lucie Martin", "market": "fr", "language": "fr", "actor": OWNER, "now": NOON}
    return remember_customer(email=email, **{**given, **more})


def test_without_the_permission_nothing_happens() -> None:
    id = make_customer()
    before = snapshot()
    for actor in (NOBODY, anybody("customers.view")):
        with pytest.raises(NotAllowed):
            remember_customer(email="x@y.example", name="X", market="fr", language="fr", actor=actor, now=NOON)
        with pytest.raises(NotAllowed):
            update_customer(
                customer_id=id, details=CustomerDetails(email="x@y.example"), version=1, actor=actor, now=NOON
            )
    assert snapshot() == before


def test_nor_in_other_markets() -> None:
    id = make_customer()
    elsewhere = anybody("customers.*", markets=frozenset({"de"}))
    before = snapshot()
    with pytest.raises(NotAllowed):
        remember_customer(email="x@y.example", name="X", market="fr", language="fr", actor=elsewhere, now=NOON)
    with pytest.raises(NotAllowed), transaction.atomic():
        update_customer(
            customer_id=id, details=CustomerDetails(email="x@y.example"), version=1, actor=elsewhere, now=NOON
        )
    assert snapshot() == before


def test_a_new_customer_is_remembered_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_market()
    with django_assert_num_queries(1):
        id = remember_customer(
            email=" Lucie@Courriel.example",
            name=" Lucie  Martin",
            company="Épicerie Martin",
            vat_number="FR44732829320",
            phone="+33 6 12 34 56 78",
            market="fr",
            language="fr",
            actor=anybody("customers.remember"),
            now=NOON,
        )
    known = customer(id)
    assert (known.email, known.name, known.company) == ("Lucie@Courriel.example", "Lucie Martin", "Épicerie Martin")
    assert (known.vat_number, known.phone) == ("FR44732829320", "+33 6 12 34 56 78")
    assert (known.market, known.language, known.version) == ("fr", "fr", 1)
    assert (known.created_at, known.last_order_at) == (NOON, NOON)


def test_the_same_person_is_one_customer_and_keeps_what_is_known() -> None:
    first = remember(phone="")
    again = remember(
        "LUCIE@courriel.example", name="Somebody Else", phone="+33 6 00 00 00 00", language="en", now=LATER
    )
    assert again == first
    known = customer(first)
    assert (known.name, known.phone, known.language) == ("Lucie Martin", "+33 6 00 00 00 00", "fr")
    assert (known.created_at, known.last_order_at) == (NOON, LATER)


def test_an_order_told_late_does_not_turn_back_time() -> None:
    id = remember(now=LATER)
    remember(now=NOON)
    assert customer(id).last_order_at == LATER


def test_somebody_who_has_not_ordered() -> None:
    id = remember(ordered=False)
    assert customer(id).last_order_at is None
    remember(ordered=True, now=LATER)
    remember(ordered=False, now=LATER + timedelta(days=1))
    assert customer(id).last_order_at == LATER


def test_plus_and_dots_tell_people_apart() -> None:
    emails = ("a.b@courriel.example", "ab@courriel.example", "ab+x@courriel.example")
    assert len({remember(email) for email in emails}) == 3


def test_an_address_that_is_none_is_refused() -> None:
    make_market()
    before = snapshot()
    with pytest.raises(BadEmail):
        remember("nobody")
    assert snapshot() == before


def test_an_update_is_told_in_the_audit_trail() -> None:
    id = remember()
    update_customer(
        customer_id=id,
        details=CustomerDetails(
            email="Lucie.Martin@courriel.example", name="Lucie Durand", vat_number="fr 44 732829320", language="en"
        ),
        version=1,
        actor=OWNER,
        now=LATER,
    )
    known = customer(id)
    assert (known.email, known.name, known.vat_number, known.version) == (
        "Lucie.Martin@courriel.example",
        "Lucie Durand",
        "FR44732829320",
        2,
    )
    (line,) = history_of("customers.customer", id)
    assert (line.action, line.actor_label, line.at) == ("updated", OWNER.label, LATER)
    assert line.before == {
        "email": "lucie@courriel.example",
        "name": "Lucie Martin",
        "vat_number": "",
        "language": "fr",
    }
    assert line.after["name"] == "Lucie Durand"
    assert remember("lucie.martin@COURRIEL.example") == id


def test_writing_what_is_there_changes_nothing() -> None:
    id = remember()
    before = snapshot()
    details = CustomerDetails(email="lucie@courriel.example", name="Lucie Martin", language="fr")
    update_customer(customer_id=id, details=details, version=1, actor=OWNER, now=LATER)
    assert snapshot() == before


def test_nobody_is_overwritten_unseen() -> None:
    id = remember()
    details = CustomerDetails(email="lucie@courriel.example", name="Lucie Durand")
    update_customer(customer_id=id, details=details, version=1, actor=OWNER, now=LATER)
    before = snapshot()
    with pytest.raises(CustomerChanged), transaction.atomic():
        update_customer(customer_id=id, details=details, version=1, actor=OWNER, now=LATER)
    assert snapshot() == before


def test_an_address_belongs_to_one_customer() -> None:
    remember("noe@courriel.example")
    id = remember()
    before = snapshot()
    details = CustomerDetails(email="NOE@courriel.example", name="Lucie")
    with pytest.raises(EmailTaken), transaction.atomic():
        update_customer(customer_id=id, details=details, version=1, actor=OWNER, now=LATER)
    assert snapshot() == before


def test_what_cannot_be_written() -> None:
    id = remember()
    for details, error in (
        (CustomerDetails(email="nobody"), BadEmail),
        (CustomerDetails(email="a@b.example", name="x" * 201), ManyInvalid),
    ):
        with pytest.raises(error):
            update_customer(customer_id=id, details=details, version=1, actor=OWNER, now=NOON)
    with pytest.raises(UnknownCustomer), transaction.atomic():
        update_customer(
            customer_id=CustomerId(new_id()),
            details=CustomerDetails(email="a@b.example"),
            version=1,
            actor=OWNER,
            now=NOON,
        )


def test_the_database_keeps_addresses_normalised() -> None:
    remember()
    with pytest.raises(IntegrityError, match="customers_email_normalised"):
        CustomerModel.objects.update(email="Other@courriel.example")
