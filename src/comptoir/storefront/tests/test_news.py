"""Asking for the shop's letters, confirming and stopping them, as buyers do through Django's client: no script runs."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from comptoir.domains.content.actions import publish_design, save_design
from comptoir.domains.content.values import Block, BlockKind, Layout
from comptoir.domains.customers.queries import consents_of
from comptoir.domains.customers.testing import everybody, latest_link, links_asked_for
from comptoir.domains.customers.values import Purpose
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import key_of
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
EMAIL = "lucie@exemple.example"
TYPED = {"email": EMAIL, "agreed": "1"}
WORDS = "I would like news of the shop and its makers by e-mail, at most once a week."


@pytest.fixture(autouse=True)
def _open(selling: Selling) -> None:
    """Every test here has the shop."""


def read(response: Any) -> str:
    return unescape(response.content.decode())


def letter() -> str:
    return f"/en/newsletter/{key_of('news_link', latest_link(EMAIL))}"


def home_with(**choices: str) -> None:
    said = {"title": {"fr": "Nos nouvelles", "en": "Our news"}, "action": {"fr": "Lire", "en": "Read"}}
    block = Block(id="letter", kind=BlockKind.NEWSLETTER, texts=said, choices=choices)
    number = save_design(key="home", document=Layout(blocks=(block,)), based_on=0, actor=OWNER, now=NOON)
    publish_design(key="home", number=number, actor=OWNER, now=NOON)


def test_the_block_asks_for_an_address_and_a_consent(client: Client):
    home_with()
    html = read(client.get("/en/"))
    assert 'action="/en/newsletter"' in html
    assert 'type="email" name="email"' in html
    assert WORDS in html


def test_a_block_that_leads_somewhere_asks_for_nothing(client: Client):
    home_with(target="products")
    html = read(client.get("/en/"))
    assert 'action="/en/newsletter"' not in html
    assert "Read" in html


def test_from_the_form_to_the_consent_and_back(client: Client):
    asked = client.post("/en/newsletter", TYPED, headers={"referer": "http://testserver/en/info/spring?x=1"})
    assert (asked.status_code, asked["Location"]) == (303, "/en/newsletter?sent=1")
    assert "We have written to you" in read(client.get(asked["Location"]))
    assert everybody() == []

    page = letter()
    shown = read(client.get(page))
    assert f"Shall we write to {EMAIL}?" in shown
    assert f"“{WORDS}”" in shown
    assert everybody() == []  # mail scanners open links too

    assert client.post(page, {"do": "confirm"})["Location"] == page
    (line,) = consents_of(everybody()[0])
    assert (line.purpose, line.granted, line.wording, line.given_on) == (
        Purpose.NEWSLETTER,
        True,
        WORDS,
        "/en/info/spring",
    )
    assert "Stop the letters" in read(client.get(page))
    client.post(page, {"do": "stop"})
    assert "You get no letters" in read(client.get(page))
    assert [line.granted for line in consents_of(everybody()[0])] == [False, True]


def test_a_second_press_is_told_how_it_stands(client: Client):
    client.post("/en/newsletter", TYPED)
    client.post(letter(), {"do": "confirm"})
    again = client.post(letter(), {"do": "confirm"}, follow=True)
    assert again.status_code == 200
    assert "You get our letters" in read(again)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": EMAIL}, "We write only to those who have ticked this box."),
        ({"email": "lucie@", "agreed": "1"}, "This e-mail address is incomplete or has a typing error."),
    ],
)
def test_what_is_missing_is_told_and_nobody_is_written_to(client: Client, typed: dict[str, str], words: str):
    refused = client.post("/en/newsletter", typed)
    assert refused.status_code == 422
    assert words in read(refused)
    assert f'value="{typed["email"]}"' in read(refused)
    assert links_asked_for() == 0


def test_the_answer_tells_nobody_who_gets_the_letters(client: Client):
    client.post("/en/newsletter", TYPED)
    client.post(letter(), {"do": "confirm"})
    known, unknown = (client.post("/en/newsletter", {**TYPED, "email": one}) for one in (EMAIL, "emma@exemple.example"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_key_that_is_none_opens_nothing(client: Client):
    client.post("/en/newsletter", TYPED)
    id = latest_link(EMAIL)
    for key in ("nothing", f"{id}.wrong", key_of("account_link", id)):
        assert client.get(f"/en/newsletter/{key}").status_code == 404
    assert client.get(f"/en/account/link/{key_of('news_link', id)}").status_code == 404


def test_from_another_site_nobody_is_signed_up(client: Client):
    refused = client.post("/en/newsletter", TYPED, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert links_asked_for() == 0
