from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.customers.actions import remember_customer
from comptoir.domains.customers.errors import UnknownCustomer
from comptoir.domains.customers.queries import customer, customer_rows
from comptoir.domains.customers.testing import make_customer
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.paging import BadCursor
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

pytestmark = pytest.mark.django_db


def test_nobody() -> None:
    with pytest.raises(UnknownCustomer):
        customer(CustomerId(new_id()))


def test_a_customer_is_shown_to_whoever_may_see_the_market() -> None:
    id = make_customer()
    assert customer(id, actor=anybody("customers.view", markets=frozenset({"fr"}))).id == id
    for actor in (NOBODY, anybody("customers.view", markets=frozenset({"de"}))):
        with pytest.raises(NotAllowed):
            customer(id, actor=actor)


def test_the_list_pages_from_the_last_seen_on(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [make_customer(f"c{day}@courriel.example", now=NOON + timedelta(days=day // 2)) for day in range(7)]
    seen = []
    cursor = None
    while True:
        with django_assert_num_queries(1):
            page = customer_rows(actor=OWNER, cursor=cursor, page_size=3)
        seen += [row.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ids[::-1]


def test_an_order_brings_a_customer_to_the_top() -> None:
    first = make_customer("a@courriel.example", now=NOON)
    make_customer("b@courriel.example", now=NOON + timedelta(days=1))
    make_customer("a@courriel.example", ordered=True, now=NOON + timedelta(days=2))
    assert customer_rows(actor=OWNER).items[0].id == first


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("helene", {"helene@courriel.example"}),
        ("HÉLÈNE  noel", {"helene@courriel.example"}),
        ("courriel", {"helene@courriel.example", "jean@courriel.example"}),
        ("06 12", {"jean@courriel.example"}),
        ("boulangerie", {"jean@courriel.example"}),
        ("%", set()),
        ("nobody", set()),
        ("", {"helene@courriel.example", "jean@courriel.example"}),
    ],
)
def test_every_word_is_looked_for_without_accents(q: str, found: set[str]) -> None:
    market = make_market()
    for email, name, company, phone in (
        ("helene@courriel.example", "Hélène Noël", "", ""),
        ("jean@courriel.example", "Jean Çedille", "Boulangerie de l’Été", "06 12 34 56 78"),
    ):
        remember_customer(
            email=email,
            name=name,
            company=company,
            phone=phone,
            market=market.code,
            language="fr",
            actor=OWNER,
            now=NOON,
        )
    assert {row.email for row in customer_rows(actor=OWNER, q=q).items} == found


def test_only_ones_own_markets_are_listed() -> None:
    french = make_customer("fr@courriel.example")
    save_market(market=replace(make_market(), code="de", order_prefix="DE"), actor=OWNER, now=NOON)
    remember_customer(email="de@courriel.example", name="D", market="de", language="fr", actor=OWNER, now=NOON)
    scoped = anybody("customers.view", markets=frozenset({"fr"}))
    assert [row.id for row in customer_rows(actor=scoped).items] == [french]
    assert len(customer_rows(actor=OWNER).items) == 2
    with pytest.raises(NotAllowed):
        customer_rows(actor=NOBODY)


def test_a_foreign_cursor_is_refused() -> None:
    with pytest.raises(BadCursor):
        customer_rows(actor=OWNER, cursor="nonsense")
