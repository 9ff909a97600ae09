"""The counter for the shop's program: JSON in, JSON out. The README beside this file lists the calls."""

import hmac
import json
import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any
from urllib.parse import parse_qs, unquote

from comptoir.connectors.payments.simulator.account import Account
from comptoir.connectors.payments.simulator.bank import ledger
from comptoir.connectors.payments.simulator.bank.clerk import Clerk
from comptoir.connectors.payments.simulator.bank.ledger import Answer, Asked, Refused, Weather
from comptoir.connectors.payments.simulator.outcomes import SimulatedOutcome

_OPERATIONS = frozenset({"capture", "void", "refund"})
_DISPUTES = frozenset({"open", "won", "lost"})
_LISTED_AT_ONCE = 100
_WITHOUT_ANSWER = frozenset({SimulatedOutcome.NEVER, SimulatedOutcome.LOST})
_TO_THE_BUYER = frozenset({SimulatedOutcome.CHALLENGE, SimulatedOutcome.CHOOSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def parts(self) -> tuple[str, ...]:
        """The path in pieces, without its query."""
        return tuple(unquote(part) for part in self.path.partition("?")[0].split("/") if part)

    def asked(self, name: str) -> str:
        """A value of the query, or ""."""
        return parse_qs(self.path.partition("?")[2]).get(name, [""])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What to answer. ``silent`` never answers, ``after_ms`` answers later."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    after_ms: int = 0


SILENCE = Response(silent=True)


def json_response(status: int, body: object, *, after_ms: int = 0) -> Response:
    return Response(
        status=status,
        body=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
        after_ms=after_ms,
    )


class Desk:
    """Takes the shop's requests to the clerk. ``control`` opens the doors by which tests change the weather."""

    def __init__(self, clerk: Clerk, account: Account, *, public_url: str, control: bool) -> None:
        self._clerk, self._account, self._public_url, self._control = clerk, account, public_url, control
        self._weather = Weather()
        self._lock = threading.Lock()

    @property
    def weather(self) -> Weather:
        return self._weather

    def answer(self, request: Request) -> Response:
        """Answer a request below ``/v1`` or ``/control``."""
        try:
            if not self._is_ours(request):
                raise Refused(401, "unknown key")
            if request.parts[:1] == ("control",):
                return self._change_weather(request)
            if self._weather.down:
                return json_response(503, {"error": "down"})
            return self._serve(request)
        except Refused as refused:
            return json_response(refused.status, {"error": refused.error})

    def _is_ours(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._account.api_key}".encode())

    def _serve(self, request: Request) -> Response:
        match (request.method, *request.parts):
            case ("PUT", "v1", "payments", key):
                return self._open(key, _object(request.body))
            case ("GET", "v1", "payments"):
                return self._list(request)
            case ("GET", "v1", "payments", key):
                return self._show(self._clerk.do(lambda book: ledger.find(book, key)))
            case ("PUT", "v1", "payments", key, kind, operation_key) if kind in _OPERATIONS:
                return self._operate(key, kind, operation_key, _whole(_object(request.body), "amount"))
            case ("PUT", "v1", "payments", key, "dispute", dispute_key):
                return self._dispute(key, dispute_key, _object(request.body))
        raise Refused(404, "no such door")

    def _dispute(self, key: str, dispute_key: str, body: Mapping[str, Any]) -> Response:
        """No shop opens one; whoever wants to see what happens then does."""
        amount, state, weather = _whole(body, "amount"), str(body.get("state", "open")), self._weather
        if state not in _DISPUTES:
            raise Refused(400, "a dispute is open, won or lost")

        def work(book: sqlite3.Connection) -> Answer:
            return ledger.dispute(book, key=key, dispute_key=dispute_key, amount=amount, state=state, weather=weather)

        return self._reply(lambda: self._clerk.do(work))

    def _open(self, key: str, body: Mapping[str, Any]) -> Response:
        asked = _asked(key, self._account.merchant, body)
        weather = self._weather
        if asked.outcome is SimulatedOutcome.LOST:
            return SILENCE
        response = self._reply(lambda: self._clerk.do(lambda book: ledger.open_payment(book, asked, weather)))
        if asked.outcome in _WITHOUT_ANSWER:
            return SILENCE
        return replace(response, after_ms=weather.late_ms) if asked.outcome is SimulatedOutcome.SLOW else response

    def _list(self, request: Request) -> Response:
        since, until, after = (request.asked(name) for name in ("since", "until", "after"))
        if not (since.isdigit() and until.isdigit()):
            raise Refused(400, "since and until are milliseconds since 1970")
        payments, more = self._clerk.do(
            lambda book: ledger.list_payments(
                book, since=int(since), until=int(until), after=after, limit=_LISTED_AT_ONCE
            )
        )
        return json_response(200, {"payments": payments, "next": more})

    def _operate(self, key: str, kind: str, operation_key: str, amount: int) -> Response:
        weather = self._weather

        def work(book: sqlite3.Connection) -> Answer:
            return ledger.operate(book, key=key, operation_key=operation_key, kind=kind, amount=amount, weather=weather)

        return self._reply(lambda: self._clerk.do(work))

    def _reply(self, carry_out: Callable[[], Answer]) -> Response:
        """Carry out a request, and lose the answer if the weather is bad."""
        answer = carry_out()
        with self._lock:
            if lost := self._weather.lose_replies > 0:
                self._weather = replace(self._weather, lose_replies=self._weather.lose_replies - 1)
        return SILENCE if lost else self._show(answer)

    def _show(self, answer: Answer) -> Response:
        payment, url = answer.payment, ""
        if payment["status"] == "pending" and payment["outcome"] in _TO_THE_BUYER:
            url = f"{self._public_url}/pay/{payment['reference']}/{self.token_of(payment['reference'])}"
        return json_response(200, {**payment, "done": answer.done, "done_reason": answer.reason, "redirect_url": url})

    def token_of(self, reference: str) -> str:
        """What opens the buyer's page of a payment, so that nobody opens another's by guessing."""
        return hmac.new(self._account.api_key.encode(), reference.encode(), "sha256").hexdigest()[:32]

    def _change_weather(self, request: Request) -> Response:
        if not self._control:
            raise Refused(404, "no such door")
        body = _object(request.body) if request.body else {}
        if request.parts == ("control", "messages"):
            return self._send_message(body)
        known = {column.name for column in fields(Weather)}
        if not known.issuperset(body):
            raise Refused(400, f"the weather has: {', '.join(sorted(known))}")
        with self._lock:
            self._weather = replace(self._weather, **body)
            return json_response(200, asdict(self._weather))

    def _send_message(self, body: Mapping[str, Any]) -> Response:
        """A message out of turn: again, late, or lying."""
        weather = replace(Weather(), copies=body.get("copies", 1), delay_ms=body.get("delay_ms", 0))

        def write(book: sqlite3.Connection) -> None:
            payment = ledger.find(book, str(body.get("key"))).payment
            kind = str(body.get("type") or f"payment.{payment['status']}")
            ledger.send(book, payment, kind, weather, changes=body.get("changes"))

        self._clerk.do(write)
        return json_response(202, {})


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise Refused(400, "not JSON") from None
    if not isinstance(value, dict):
        raise Refused(400, "not an object")
    return value


def _whole(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    if type(value) is not int or value <= 0:
        raise Refused(400, f"{name} must be a whole number above zero")
    return value


def _asked(key: str, merchant: str, body: Mapping[str, Any]) -> Asked:
    texts = {name: body.get(name, "") for name in ("order_number", "currency", "language", "return_url", "notify_url")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise Refused(400, "these are texts: " + ", ".join(texts))
    if len(texts["currency"]) != 3:
        raise Refused(400, "currency must be an ISO 4217 code")
    try:
        outcome = SimulatedOutcome(body.get("outcome", ""))
    except ValueError:
        raise Refused(400, "unknown outcome") from None
    return Asked(
        key=key,
        merchant=merchant,
        amount=_whole(body, "amount"),
        capture=body.get("capture") is True,
        outcome=outcome,
        **texts,
    )
