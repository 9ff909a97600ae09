"""The shop's side of the bank simulator."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from comptoir.connectors.payments.line import Deadlines, Line, NoAnswer, NotSent
from comptoir.connectors.payments.simulator.account import Account, account_in
from comptoir.connectors.payments.standard_webhooks import check_message
from comptoir.domains.payments.errors import MalformedMessage, ProviderUnreachable
from comptoir.domains.payments.values import (
    AuthoriseRequest,
    Capability,
    Decline,
    DisputeFact,
    DisputeState,
    ListedPage,
    ListedPayment,
    Outcome,
    OutcomeStatus,
    PaymentId,
    ProviderNotice,
)
from comptoir.kernel.money import Money

_FINAL = frozenset(
    {
        *("payment.authorised", "payment.captured", "payment.declined", "payment.voided", "payment.refunded"),
        *("payment.disputed", "payment.dispute_closed"),
    }
)
_UNKNOWN = Outcome(status=OutcomeStatus.UNKNOWN)
_BAD_AMOUNT = Outcome(status=OutcomeStatus.DECLINED, reason=Decline.BAD_AMOUNT)
_DONE = {"capture": OutcomeStatus.CAPTURED, "void": OutcomeStatus.VOIDED, "refund": OutcomeStatus.REFUNDED}


_account_in = cache(account_in)


class SimulatorProvider:
    """Speaks to the bank simulator over HTTP, as to any bank. Our payment's id is its key there."""

    kind = "simulator"
    capabilities = frozenset(
        {
            Capability.CAPTURE_LATER,
            Capability.PARTIAL_CAPTURE,
            Capability.VOID,
            Capability.REFUND,
            Capability.PARTIAL_REFUND,
            Capability.LOOK_UP,
            Capability.LIST,
            Capability.MESSAGES,
            Capability.REDIRECT,
        }
    )

    @property
    def merchant(self) -> str:
        return self._account.merchant

    def authorise(self, request: AuthoriseRequest) -> Outcome:
        return self._put(
            f"/v1/payments/{request.payment_id}",
            {
                "order_number": request.order_number,
                "amount": request.amount.minor,
                "currency": request.amount.currency,
                "capture": request.capture_now,
                "outcome": request.simulated,
                "language": request.language,
                "return_url": request.return_url,
                "notify_url": settings.SIMULATOR_NOTIFY_URL,
            },
        )

    def capture(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        return self._operate(payment_id, "capture", key, amount.minor) if amount.minor > 0 else _BAD_AMOUNT

    def void(self, *, payment_id: PaymentId, reference: str, key: str) -> Outcome:
        return self._operate(payment_id, "void", key, 1)

    def refund(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        return self._operate(payment_id, "refund", key, amount.minor) if amount.minor > 0 else _BAD_AMOUNT

    def look_up(self, *, payment_id: PaymentId, reference: str = "") -> Outcome:
        try:
            reply = self._line.ask("GET", f"{settings.SIMULATOR_URL}/v1/payments/{payment_id}", headers=self._headers)
        except (NotSent, NoAnswer):
            return _UNKNOWN
        return _outcome(reply.status, reply.content)

    def list_payments(self, *, since: datetime, until: datetime, cursor: str = "") -> ListedPage:
        window = {"since": _milliseconds(since), "until": _milliseconds(until), "after": cursor}
        address = f"{settings.SIMULATOR_URL}/v1/payments?{urlencode(window)}"
        try:
            reply = self._line.ask("GET", address, headers=self._headers)
        except (NotSent, NoAnswer) as error:
            raise ProviderUnreachable(retry_after=60) from error
        return _listed(reply.status, reply.content)

    def read_message(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderNotice:
        event_id, sent_at = check_message(headers=headers, body=body, secret=self._account.webhook_secret, now=now)
        try:
            message = json.loads(body)
            kind, data = str(message["type"]), message["data"]
            return ProviderNotice(
                event_id=event_id,
                kind=kind,
                final=kind in _FINAL,
                payment_key=str(data["key"]),
                reference=str(data["reference"]),
                sent_at=sent_at,
                body=message,
            )
        except (ValueError, KeyError, TypeError):
            raise MalformedMessage from None

    def _operate(self, payment_id: PaymentId, kind: str, key: str, minor: int) -> Outcome:
        return self._put(f"/v1/payments/{payment_id}/{kind}/{quote(key, safe='')}", {"amount": minor}, kind)

    def _put(self, path: str, body: Mapping[str, Any], kind: str = "") -> Outcome:
        try:
            reply = self._line.ask(
                "PUT", settings.SIMULATOR_URL + path, headers=self._headers, content=json.dumps(body)
            )
        except NotSent:
            return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.UNREACHABLE)
        except NoAnswer:
            return _UNKNOWN
        return _outcome(reply.status, reply.content, kind)

    @cached_property
    def _line(self) -> Line:
        # On the same machine or in the same rack: never through a proxy.
        encrypted = settings.SIMULATOR_URL.startswith("https:")
        return Line(self.kind, deadlines=Deadlines.of_settings(), encrypted=encrypted, through_proxy=False)

    @property
    def _account(self) -> Account:
        return _account_in(settings.COMPTOIR_HOME)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._account.api_key}", "Content-Type": "application/json"}


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1_000)


def _listed(status: int, content: bytes) -> ListedPage:
    """A page of the bank's books in our words.

    :raises ProviderUnreachable: when it is not understood: half a list would make differences that are none.
    """
    try:
        if status != HTTPStatus.OK:
            raise ValueError(status)
        told = json.loads(content)
        payments = tuple(
            ListedPayment(
                key=each["key"],
                opened_at=datetime.fromtimestamp(each["opened_at"] / 1_000, UTC),
                outcome=_read(each),
            )
            for each in told["payments"]
        )
        return ListedPage(payments=payments, next_cursor=str(told["next"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ProviderUnreachable(retry_after=60) from error


def _outcome(status: int, content: bytes, kind: str = "") -> Outcome:
    """The bank's answer in our words; ``kind`` is the operation it answers."""
    if status == HTTPStatus.NOT_FOUND:
        return Outcome(status=OutcomeStatus.NOT_FOUND)
    if status != HTTPStatus.OK:  # the bank does not understand us, or does not know us: that decides nothing
        return _UNKNOWN
    try:
        told = json.loads(content)
        read = _read(told)
        refused = kind != "" and not told["done"]
        return replace(
            read,
            status=OutcomeStatus.DECLINED if refused else _DONE.get(kind, read.status),
            reason=told["done_reason"] if refused else read.reason,
            redirect_url=told["redirect_url"],
        )
    except (ValueError, KeyError, TypeError):
        return _UNKNOWN


def _read(told: Mapping[str, Any]) -> Outcome:
    currency = told["currency"]
    return Outcome(
        status=OutcomeStatus(told["status"]),
        reference=told["reference"],
        merchant=told["merchant"],
        authorised=Money(told["authorised"], currency),
        captured=Money(told["captured"], currency),
        refunded=Money(told["refunded"], currency),
        reason=told["reason"],
        disputes=tuple(
            DisputeFact(
                reference=each["key"],
                state=DisputeState(each["state"]),
                amount=Money(each["amount"], currency),
                answer_by=datetime.fromtimestamp(each["answer_by"] / 1_000, UTC),
            )
            for each in told.get("disputes", ())
        ),
    )
