"""Stripe, by PaymentIntents."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, cast
from uuid import UUID

import stripe
from django.conf import settings

from comptoir.connectors.payments.line import Deadlines, Line
from comptoir.connectors.payments.stripe.amounts import AmountNotTaken, to_stripe
from comptoir.connectors.payments.stripe.reading import decline_of, is_disputed, listed_of, outcome_of, read_event
from comptoir.connectors.payments.stripe.transport import LineTransport, NotSentToStripe
from comptoir.domains.payments.errors import ProviderUnreachable
from comptoir.domains.payments.values import (
    AuthoriseRequest,
    Capability,
    Decline,
    ListedPage,
    Outcome,
    OutcomeStatus,
    PaymentId,
    ProviderNotice,
)
from comptoir.kernel.money import Money

_UNKNOWN = Outcome(status=OutcomeStatus.UNKNOWN)
_PAGES_SEARCHED = 10
_LISTED_AT_ONCE = 100
_DISPUTES_READ = 100
_EXPANDED = ["latest_charge"]


class RefundFailed(Exception):
    """Stripe took the request, and the money did not arrive."""


class StripeProvider:
    """Money by Stripe.

    Without a token the intent waits for Stripe's own fields in our page (``Outcome.client``: client_secret,
    publishable_key, js_base). With one (a PaymentMethod's id) it is confirmed at once. Card data never pass through us.
    """

    kind = "stripe"
    capabilities = frozenset(
        {
            Capability.CAPTURE_LATER,
            Capability.VOID,
            Capability.REFUND,
            Capability.PARTIAL_REFUND,
            Capability.LOOK_UP,
            Capability.LIST,
            Capability.MESSAGES,
            Capability.REDIRECT,
            Capability.HOSTED_FIELDS,
        }
    )

    @property
    def merchant(self) -> str:
        # Several shops may share one Stripe account; each intent says whose it is.
        return str(settings.BASE_URL)

    def authorise(self, request: AuthoriseRequest) -> Outcome:
        try:
            parameters = self._intent(request)
        except AmountNotTaken:
            return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.BAD_AMOUNT)
        return self._ask(
            lambda: self._intents.create(
                cast(Any, parameters),  # built above; the SDK's TypedDict wants literals
                {"idempotency_key": str(request.payment_id)},
            )
        )

    def _intent(self, request: AuthoriseRequest) -> dict[str, Any]:
        """The same request always gives the same parameters, as Stripe demands of a repeated key.

        :raises AmountNotTaken: when Stripe cannot take the amount.
        """
        parameters: dict[str, Any] = {
            "amount": to_stripe(request.amount),
            "currency": request.amount.currency.lower(),
            "capture_method": "automatic" if request.capture_now else "manual",
            "payment_method_types": ["card"],
            "description": request.order_number,
            "metadata": {
                "payment_id": str(request.payment_id),
                "order_number": request.order_number,
                "merchant": self.merchant,
                "confirmed_in": "shop" if request.token else "browser",
            },
            "expand": _EXPANDED,
        }
        if request.token:
            parameters |= {"payment_method": request.token, "confirm": True, "return_url": request.return_url}
        return parameters

    def capture(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        outcome = self._ask(
            lambda: self._intents.capture(
                reference,
                {"amount_to_capture": to_stripe(amount), "expand": _EXPANDED},
                {"idempotency_key": key},
            )
        )
        return self._what_there_is(payment_id, reference, outcome)

    def void(self, *, payment_id: PaymentId, reference: str, key: str) -> Outcome:
        if not reference:  # the answer with Stripe's name for it was lost
            known = self.look_up(payment_id=payment_id)
            if not known.reference:
                return known
            reference = known.reference
        outcome = self._ask(lambda: self._intents.cancel(reference, {"expand": _EXPANDED}, {"idempotency_key": key}))
        return self._what_there_is(payment_id, reference, outcome)

    def _what_there_is(self, payment_id: PaymentId, reference: str, outcome: Outcome) -> Outcome:
        """Instead of a mere refusal, how the intent stands: taken before, given up before, or still as it was."""
        if outcome.status is OutcomeStatus.DECLINED and outcome.reason == Decline.REFUSED:
            return self.look_up(payment_id=payment_id, reference=reference)
        return outcome

    def refund(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        def ask() -> stripe.PaymentIntent:
            refund = self._client.v1.refunds.create(
                {
                    "payment_intent": reference,
                    "amount": to_stripe(amount),
                    "metadata": {"payment_id": str(payment_id), "merchant": self.merchant},
                },
                {"idempotency_key": key},
            )
            if refund.status in ("failed", "canceled"):
                raise RefundFailed
            intent: stripe.PaymentIntent = self._intents.retrieve(reference, {"expand": _EXPANDED})
            return intent

        return self._ask(ask)

    def look_up(self, *, payment_id: PaymentId, reference: str = "") -> Outcome:
        if reference:
            outcome = self._ask(lambda: self._intents.retrieve(reference, {"expand": _EXPANDED}))
        else:
            outcome = self._ask(lambda: self._search(payment_id))
        asked_in_vain = outcome.status is OutcomeStatus.DECLINED and not outcome.reference
        return _UNKNOWN if asked_in_vain else outcome

    def _search(self, payment_id: PaymentId) -> stripe.PaymentIntent | None:
        """The intent made for a payment whose answer was lost.

        Stripe's search lags behind by a minute; its lists do not. Our id tells when the intent was made.
        """
        opened_at = (UUID(str(payment_id)).int >> 80) // 1_000
        page = self._intents.list(
            {
                "created": {"gte": opened_at - 300, "lte": opened_at + 3_600},
                "limit": 100,
                "expand": [f"data.{name}" for name in _EXPANDED],
            }
        )
        for _ in range(_PAGES_SEARCHED):
            for intent in page.data:
                if (intent.to_dict().get("metadata") or {}).get("payment_id") == str(payment_id):
                    found: stripe.PaymentIntent = intent
                    return found
            if not page.has_more:
                break
            page = page.next_page()
        return None

    def list_payments(self, *, since: datetime, until: datetime, cursor: str = "") -> ListedPage:
        """As ``PaymentProvider``. Refunds are told with the charge of each intent."""
        wanted: dict[str, Any] = {
            "created": {"gte": int(since.timestamp()), "lte": int(until.timestamp())},
            "limit": _LISTED_AT_ONCE,
            "expand": [f"data.{name}" for name in _EXPANDED],
        }
        if cursor:
            wanted["starting_after"] = cursor
        try:
            page = self._intents.list(wanted)
        except stripe.StripeError as error:
            raise ProviderUnreachable(retry_after=60) from error
        intents = [intent.to_dict() for intent in page.data]
        payments = tuple(listed_of(intent) for intent in intents)
        return ListedPage(payments=payments, next_cursor=str(intents[-1]["id"]) if page.has_more and intents else "")

    def read_message(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderNotice:
        return read_event(
            headers=headers,
            body=body,
            secret=settings.STRIPE_WEBHOOK_SECRET,
            live="_live_" in settings.STRIPE_SECRET_KEY[:8],
            now=now,
        )

    def _ask(self, call: Callable[[], stripe.PaymentIntent | None]) -> Outcome:
        disputes: list[Any] = []
        try:
            intent = call()
            if intent is not None and is_disputed(intent.to_dict()):
                about = {"payment_intent": intent.id, "limit": _DISPUTES_READ}
                disputes = [each.to_dict() for each in self._client.v1.disputes.list(cast(Any, about)).data]
        except RefundFailed:
            return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.REFUSED)
        except NotSentToStripe:
            return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.UNREACHABLE)
        except AmountNotTaken:
            return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.BAD_AMOUNT)
        except stripe.CardError as error:
            return _refused_card(error)
        except stripe.IdempotencyError:  # the first request with this key is still under way
            return _UNKNOWN
        except stripe.InvalidRequestError as error:
            return _refused_request(error)
        except stripe.StripeError:  # no answer, a broken one, or a key that is not accepted: nothing is decided
            return _UNKNOWN
        if intent is None:
            return Outcome(status=OutcomeStatus.NOT_FOUND)
        return outcome_of(intent.to_dict(), client=self._for_the_browser, disputes=disputes)

    @property
    def _for_the_browser(self) -> dict[str, str]:
        return {
            "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
            "js_base": settings.STRIPE_JS_BASE,
        }

    @property
    def _intents(self) -> Any:
        return self._client.v1.payment_intents

    @cached_property
    def _line(self) -> Line:
        return Line(self.kind, deadlines=Deadlines.of_settings())

    @cached_property
    def _client(self) -> stripe.StripeClient:
        # Not ours to tell how long our buyers wait.
        stripe.enable_telemetry = False
        return stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            base_addresses={"api": settings.STRIPE_API_BASE},
            http_client=LineTransport(self._line),
            max_network_retries=0,
        )


def _refused_card(error: stripe.CardError) -> Outcome:
    detail = error.json_body.get("error", {}) if isinstance(error.json_body, dict) else {}
    intent = detail.get("payment_intent") or {}
    return Outcome(
        status=OutcomeStatus.DECLINED,
        reference=str(intent.get("id") or ""),
        merchant=str((intent.get("metadata") or {}).get("merchant") or ""),
        reason=decline_of(detail.get("decline_code") or error.code),
    )


def _refused_request(error: stripe.InvalidRequestError) -> Outcome:
    if error.http_status == 404:
        return Outcome(status=OutcomeStatus.NOT_FOUND)
    if error.http_status == 409:
        return _UNKNOWN
    too_much = error.code in ("charge_already_refunded", "amount_too_large")
    return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.TOO_MUCH if too_much else Decline.REFUSED)
