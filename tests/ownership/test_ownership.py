"""P10: an answer holds no id, address, number, price or word of another customer or market."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from comptoir.domains.accounts.testing import make_api_key, make_user, user_row
from comptoir.kernel.testing import snapshot
from comptoir.storefront.carts import COOKIE
from tests.ownership.doors import Address, addresses, forms_of, readable, routes, text_of
from tests.ownership.machines import operations
from tests.ownership.people import BELGIUM, EVERYBODY, FRANCE, ONLY_THERE, Everybody, Person

pytestmark = pytest.mark.django_db(transaction=True)
DESK, API = "back-office/", "api/"
NOT_ALLOWED = 405
SHOWN_NOWHERE = {"id of cart", "id of payment", "id of invoice", "id of credit_note", "id of parcel 1"}
"""A paper's id is in the address of its file, once that is made; a parcel's that left, in none."""


@pytest.fixture(autouse=True)
def _without_limits_and_noise() -> Iterator[None]:
    """A limit that is reached would hide what is behind it. Thousands of refusals are not worth a line each."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    unlimited = dict.fromkeys(("api.carts", "api.orders", "api.look_ups"), (1000000, 1000000))
    storages = {**settings.STORAGES, "staticfiles": plain}
    logging.disable(logging.ERROR)
    with override_settings(STORAGES=storages, RATE_LIMITS=settings.RATE_LIMITS | unlimited):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def people(transactional_db: None, hearing: None) -> Everybody:
    """In a process that remembers, as the shop's do: what was made for one must not be told to the next."""
    return EVERYBODY.laid()


def at_the_desk(name: str, markets: frozenset[str] | None) -> Client:
    """Somebody who may do everything, in those markets."""
    user_id = make_user(f"{name.lower()}@halle.example", roles=("owner",), name=name, markets=markets)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user_row(user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def everything() -> dict[str, str]:
    """A digest of all tables but those that count who asks how often."""
    return {
        table: digest for table, digest in snapshot().items() if table not in ("kernel_rate_bucket", "accounts_apikey")
    }


def with_basket(person: Person) -> Client:
    client = Client()
    client.cookies[COOKIE] = person.cart_key
    return client


@dataclass
class Probe:
    """Asks, and writes down what is told of ``theirs``."""

    client: Client
    theirs: Person
    asked: int = 0
    leaks: list[str] = field(default_factory=list)
    _shut: set[tuple[str, str]] = field(default_factory=set)

    def visit(self, address: Address, *, post: bool = True) -> None:
        for method in ("GET", "POST") if post and address.foreign else ("GET",):
            if (method, address.route) in self._shut:
                continue
            answer = self.ask(method, address.path)
            if answer.status_code == NOT_ALLOWED:
                self._shut.add((method, address.route))
            elif address.foreign and answer.status_code == 200 and not readable(answer):
                self.leaks.append(f"{method} {address.path} hands out a paper")

    def ask(self, method: str, path: str, *, sent: str = "", **how: Any) -> Any:
        """What was asked for may stand in the answer, and nothing else of theirs."""
        self.asked += 1
        answer = self.client.generic(method, path, **how)
        told = self.theirs.told_in(text_of(answer))
        if more := {what: word for what, word in told.items() if word not in f"{path} {sent}"}:
            self.leaks.append(f"{method} {path} ({answer.status_code}) tells {more}")
        return answer

    def done(self, *, at_least: int) -> None:
        assert not self.leaks, "\n".join(self.leaks[:20])
        assert self.asked >= at_least, self.asked


def of_all(chosen: Callable[[str], bool], mine: Person | None, theirs: Person) -> Iterable[Address]:
    return (each for route in routes() if chosen(route) for each in addresses(route, mine=mine, theirs=theirs))


@pytest.mark.parametrize("whose", ["marc", "anneke"])
def test_a_buyer_is_told_nothing_of_another(people: Everybody, whose: str) -> None:
    probe, before = Probe(with_basket(people.lucie), getattr(people, whose)), everything()
    for address in of_all(lambda route: not route.startswith((DESK, API)), people.lucie, probe.theirs):
        probe.visit(address)
    assert everything() == before
    probe.client = Client()  # what was made for her is not kept for whoever comes next
    probe.theirs = people.lucie
    for address in of_all(lambda route: not route.startswith((DESK, API)), None, people.lucie):
        probe.visit(address, post=False)
    probe.done(at_least=400)


def test_staff_of_a_market_are_told_nothing_of_another(people: Everybody) -> None:
    probe, before = Probe(at_the_desk("Fanny", frozenset({FRANCE})), people.anneke), everything()
    for address in of_all(lambda route: route.startswith(DESK), people.lucie, people.anneke):
        probe.visit(address)
    assert everything() == before
    probe.done(at_least=500)


def test_staff_of_a_market_who_look_for_another(people: Everybody) -> None:
    probe = Probe(at_the_desk("Fanny", frozenset({FRANCE})), people.anneke)
    lists = [route for route in routes() if route.startswith(DESK) and "<" not in route]
    for word in (BELGIUM, *(people.anneke.marks[each] for each in ("name", "e-mail", "number of order", "tracking"))):
        for route in lists:
            probe.ask("GET", f"/{route}?q={word}&market={word}&entity={word}-be&view=everything", sent=word)
    probe.done(at_least=200)


def test_forms_of_another_market_sent_by_staff(people: Everybody) -> None:
    """What a browser would send from her pages, by somebody who was never shown them."""
    owner, probe = at_the_desk("Odile", None), Probe(at_the_desk("Fanny", frozenset({FRANCE})), people.anneke)
    forms = {
        (form.action, json.dumps(form.fields)): form
        for address in of_all(lambda route: route.startswith(DESK), None, people.anneke)
        if address.foreign and (page := owner.get(address.path)).status_code == 200 and readable(page)
        for form in forms_of(address.path, text_of(page))
        if any(str(id) in form.action for id in people.anneke.ids.values())
    }
    before = everything()
    for form in forms.values():
        answer = probe.client.post(form.action, form.fields)
        assert answer.status_code in (302, 303, 403, 404), f"{form} was answered with {answer.status_code}"
        assert everything() == before, form
    assert len(forms) >= 15, len(forms)


def test_machines_of_a_market_are_told_nothing_of_another(people: Everybody) -> None:
    mine, theirs = people.lucie, people.anneke
    probe, key = Probe(Client(), theirs), make_api_key("*", markets=[FRANCE])
    before = everything()
    for token in (key, mine.order_token, mine.cart_token):
        for each in operations(theirs):
            if each.path == "/api/v1/carts":
                continue  # opens a basket of one's own
            query = "".join(f"&{name}={BELGIUM if name == 'market' else theirs.numbers['order']}" for name in each.asks)
            body = "" if each.body is None else json.dumps(each.body)
            for path in each.about(theirs):
                headers = {"authorization": f"Bearer {token}", "idempotency-key": f"{path} {token}"[-200:]}
                how = {"data": body, "content_type": "application/json", "headers": headers}
                probe.ask(each.method.upper(), path, sent=body, **how)
                if query and each.method == "get":
                    probe.ask("GET", f"{path}?{query[1:]}", sent=body, **how)
    assert everything() == before
    probe.done(at_least=1_000)


def test_the_owner_is_told_all_of_it(people: Everybody) -> None:
    """What the tests above look for is there to be found."""
    client, told = at_the_desk("Odile", None), set[str]()
    for address in of_all(lambda route: route.startswith(DESK), None, people.anneke):
        answer = client.get(address.path)
        if answer.status_code == 200 and readable(answer):
            told |= set(people.anneke.told_in(text_of(answer).replace(address.path, "")))
    assert set(people.anneke.marks) - told <= SHOWN_NOWHERE


def test_a_country_shows_its_own_goods_and_prices(people: Everybody) -> None:
    elsewhere = ("77,77", "77.77", ONLY_THERE)
    there = "".join(text_of(Client().get(f"/be/fr/{page}")) for page in ("produits", "produits/gaufre-estaminet"))
    assert {word for word in elsewhere if word in there} >= {"77,77", ONLY_THERE}
    for route in routes():
        if not route.startswith((DESK, API)) and "segment" not in route:
            for address in addresses(route, mine=None, theirs=people.lucie):
                told = text_of(Client().get(f"{address.path}?q=gaufre"))
                assert not [word for word in elsewhere if word in told], address
    for path in ("products?market=fr", "products/gaufre-estaminet?market=fr"):
        assert not [word for word in elsewhere if word in text_of(Client().get(f"/api/v1/{path}"))]
    assert Client().post("/fr/panier", {"sku": "GAUFRE-1", "quantity": "1"}).status_code != 303
