"""The buyer's pages, as a browser without JavaScript uses them."""

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx
import pytest

from comptoir.connectors.payments.simulator.provider import SimulatorProvider
from comptoir.connectors.payments.simulator.tests.test_bank import PRICE, asked, authorise, look_up
from comptoir.connectors.payments.tests.bank import RunningBank
from comptoir.domains.payments.values import AuthoriseRequest, OutcomeStatus

BACK = "http://shop.example/back"


class Page(HTMLParser):
    """The buttons, radios and words of a page."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.buttons: list[str] = []
        self.cards: list[str] = []
        self.text = ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "button":
            self.buttons.append(str(given["value"]))
        if tag == "input":
            self.cards.append(str(given["value"]))

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(bank: RunningBank, request: AuthoriseRequest) -> str:
    outcome = authorise(request)
    assert outcome.status is OutcomeStatus.PENDING
    # The browser's name of this machine is localhost; the test goes straight to the port.
    return bank.url + str(urlsplit(outcome.redirect_url).path)


def get(url: str) -> httpx.Response:
    return httpx.get(url, trust_env=False)


def press(url: str, **form: str) -> str:
    answer = httpx.post(url, data=form, trust_env=False)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


@pytest.mark.parametrize(
    ("decision", "status", "reason"),
    [
        ("approve", OutcomeStatus.CAPTURED, ""),
        ("refuse", OutcomeStatus.DECLINED, "not_authenticated"),
    ],
)
def test_the_3d_secure_page(bank: RunningBank, decision: str, status: OutcomeStatus, reason: str):
    request = asked("challenge")
    url = page_of(bank, request)
    page = Page(get(url))
    assert page.buttons == ["approve", "refuse"]
    assert "49,90\u00a0€" in page.text
    assert "FR-1001" in page.text
    assert press(url, decision=decision) == BACK
    found = look_up(request)
    assert (found.status, found.reason) == (status, reason)
    assert Page(get(url)).buttons == []
    assert press(url, decision="approve") == BACK  # pressed twice
    assert look_up(request) == found


@pytest.mark.parametrize(
    ("card", "status"),
    [
        ("approve", OutcomeStatus.CAPTURED),
        ("decline", OutcomeStatus.DECLINED),
        ("no_funds", OutcomeStatus.DECLINED),
        ("late", OutcomeStatus.PENDING),
    ],
)
def test_the_card_page(bank: RunningBank, card: str, status: OutcomeStatus):
    request = asked("")
    url = page_of(bank, request)
    page = Page(get(url))
    assert page.buttons == ["card", "leave"]
    assert page.cards == ["approve", "challenge", "decline", "no_funds", "late"]
    assert press(url, decision="card", card=card) == BACK
    assert look_up(request).status is status


def test_a_card_that_asks_for_confirmation(bank: RunningBank):
    request = asked("")
    url = page_of(bank, request)
    assert press(url, decision="card", card="challenge") == urlsplit(url).path
    assert press(url, decision="approve") == BACK
    assert look_up(request).captured == PRICE


def test_giving_up(bank: RunningBank):
    request = asked("")
    assert press(page_of(bank, request), decision="leave") == BACK
    assert (look_up(request).status, look_up(request).reason) == (OutcomeStatus.DECLINED, "given_up")


@pytest.mark.parametrize("form", [{}, {"decision": "approve"}, {"decision": "card", "card": "free"}, {"decision": "x"}])
def test_nonsense_decides_nothing(bank: RunningBank, form: dict[str, str]):
    request = asked("")
    url = page_of(bank, request)
    assert httpx.post(url, data=form, trust_env=False).status_code == 200
    assert look_up(request).status is OutcomeStatus.PENDING


def test_what_the_shop_gave_up_can_no_longer_be_paid(bank: RunningBank):
    request = asked("challenge")
    url = page_of(bank, request)
    SimulatorProvider().void(payment_id=request.payment_id, reference="", key="v")
    press(url, decision="approve")
    assert look_up(request).status is OutcomeStatus.VOIDED


def test_pages_cannot_be_guessed_nor_framed(bank: RunningBank):
    url = page_of(bank, asked("challenge"))
    assert get(url[:-1] + ("0" if url[-1] != "0" else "1")).status_code == 404
    headers = get(url).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self' http://shop.example"
    )
    assert headers["Cache-Control"] == "no-store"


def test_languages(bank: RunningBank):
    for language, title in (("fr", "Confirmez votre paiement"), ("en", "Confirm your payment"), ("pt", "Confirm your")):
        page = get(page_of(bank, asked("challenge", language=language)))
        assert title in page.text
        assert f'<html lang="{language if language in ("fr", "en") else "en"}">' in page.text


def test_what_the_shop_sends_is_shown_as_text(bank: RunningBank):
    request = replace(asked("challenge"), order_number="<script>alert(1)</script>")
    assert "<script>" not in get(page_of(bank, request)).text
