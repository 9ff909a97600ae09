"""The window for the buyer: a page to choose a test card, and the 3-D Secure page. Works without JavaScript."""

import hmac
import sqlite3
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qs, urlsplit

from comptoir.connectors.payments.simulator.bank import ledger
from comptoir.connectors.payments.simulator.bank.clerk import Clerk
from comptoir.connectors.payments.simulator.bank.desk import Desk, Request, Response
from comptoir.connectors.payments.simulator.bank.texts import CARDS, TEXTS
from comptoir.connectors.payments.simulator.outcomes import SimulatedOutcome

_PAGES = Path(__file__).with_name("pages")
_STYLE = (_PAGES / "bank.css").read_bytes()
_FRAME, _CARDS, _CARD, _CHALLENGE, _OVER, _LINK = (
    Template((_PAGES / f"{name}.html").read_text(encoding="utf-8"))
    for name in ("frame", "cards", "card", "challenge", "over", "link")
)


class Window:
    """Shows the buyer's pages and takes the buyer's decision."""

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        self._clerk, self._desk = clerk, desk

    def answer(self, request: Request) -> Response:
        """Answer a request for a page."""
        match (request.method, *request.parts):
            case ("GET", "bank.css"):
                return Response(body=_STYLE, headers={"Content-Type": "text/css", "Cache-Control": "max-age=3600"})
            case ("GET" | "POST", "pay", reference, token):
                payment = self._payment(reference, token)
                if payment is None:
                    return _page(404, None, _OVER)
                if request.method == "POST":
                    return self._take(payment, request, token)
                return _page_of(payment)
        return _page(404, None, _OVER)

    def _payment(self, reference: str, token: str) -> Mapping[str, Any] | None:
        if not hmac.compare_digest(token, self._desk.token_of(reference)):
            return None

        def read(book: sqlite3.Connection) -> Mapping[str, Any] | None:
            row = book.execute("SELECT * FROM payment WHERE reference = ?", [reference]).fetchone()
            return None if row is None else dict(row)

        return self._clerk.do(read)

    def _take(self, payment: Mapping[str, Any], request: Request, token: str) -> Response:
        if payment["state"] != "waiting":
            return _to(payment["return_url"])
        given = parse_qs(request.body.decode("utf-8", "replace"))
        decision = given.get("decision", [""])[0]
        key, weather = payment["key"], self._desk.weather
        if decision == "card":
            card = given.get("card", [""])[0]
            if card not in CARDS:
                return _page_of(payment)
            return self._pay_by(payment, SimulatedOutcome(card), token)
        reasons = {"approve": "", "refuse": "not_authenticated", "leave": "given_up"}
        if decision not in reasons or (decision == "approve" and payment["outcome"] != SimulatedOutcome.CHALLENGE):
            return _page_of(payment)
        self._clerk.do(
            lambda book: ledger.decide(book, key, SimulatedOutcome.APPROVE, weather, reason=reasons[decision])
        )
        return _to(payment["return_url"])

    def _pay_by(self, payment: Mapping[str, Any], card: SimulatedOutcome, token: str) -> Response:
        key, weather = payment["key"], self._desk.weather

        def write(book: sqlite3.Connection) -> None:
            if card in (SimulatedOutcome.CHALLENGE, SimulatedOutcome.LATE):
                decide_at = ledger.now() + weather.late_ms if card is SimulatedOutcome.LATE else None
                book.execute(
                    "UPDATE payment SET outcome = ?, decide_at = ? WHERE key = ? AND state = 'waiting'",
                    [card, decide_at, key],
                )
            else:
                ledger.decide(book, key, card, weather)

        self._clerk.do(write)
        if card is SimulatedOutcome.CHALLENGE:
            return _to(f"/pay/{payment['reference']}/{token}")
        return _to(payment["return_url"])


def _to(url: str) -> Response:
    return Response(status=303, headers={"Location": url})


def _page_of(payment: Mapping[str, Any]) -> Response:
    if payment["state"] == "waiting" and payment["outcome"] == SimulatedOutcome.CHALLENGE:
        return _page(200, payment, _CHALLENGE)
    if payment["state"] == "waiting" and payment["outcome"] == SimulatedOutcome.CHOOSE:
        return _page(200, payment, _CARDS)
    return _page(200, payment, _OVER)


def _page(status: int, payment: Mapping[str, Any] | None, body: Template) -> Response:
    language = payment["language"] if payment and payment["language"] in TEXTS else "en"
    values = {name: escape(text) for name, text in TEXTS[language].items()} | {
        "language": language,
        "amount": escape(_amount(payment, language)) if payment else "",
        "order": escape(payment["order_number"]) if payment else "",
        "link": "",
        "choices": _choices(language) if body is _CARDS else "",
    }
    if payment and payment["return_url"]:
        values["link"] = _LINK.substitute(values, back=escape(payment["return_url"]))
    title = {_CARDS: "cards_title", _CHALLENGE: "challenge_title", _OVER: "over_title"}[body]
    page = _FRAME.substitute(values | {"title": values[title], "main": body.substitute(values)})
    # Browsers apply form-action to where a form's answer redirects, too.
    shop = urlsplit(payment["return_url"]) if payment else None
    origin = f" {shop.scheme}://{shop.netloc}" if shop and shop.netloc else ""
    return Response(
        status=status,
        body=page.encode(),
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
            f"frame-ancestors 'none'; form-action 'self'{origin}",
        },
    )


def _choices(language: str) -> str:
    texts = TEXTS[language]
    return "".join(
        _CARD.substitute(
            value=escape(outcome),
            number=escape(number),
            label=escape(texts[f"card_{outcome}"]),
            checked="checked" if outcome == SimulatedOutcome.APPROVE else "",
        )
        for outcome, number in CARDS.items()
    )


def _amount(payment: Mapping[str, Any], language: str) -> str:
    # Only who opens a page needs the names of all currencies in memory.
    from babel.numbers import format_currency

    from comptoir.kernel.money import Money

    return format_currency(Money(payment["amount"], payment["currency"]).amount, payment["currency"], locale=language)
