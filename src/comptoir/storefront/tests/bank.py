"""A bank that does as the test says, behind the real port. The real simulator takes part in the journeys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from comptoir.domains.payments.errors import NotSupported
from comptoir.domains.payments.values import (
    AuthoriseRequest,
    Capability,
    Decline,
    Outcome,
    OutcomeStatus,
    PaymentId,
    ProviderNotice,
)
from comptoir.kernel.money import Money

PAGE = "http://localhost:8148/pay/1"


@dataclass
class Script:
    """What the bank answers, by status; ``client`` is what its script in the browser would need."""

    authorise: OutcomeStatus = OutcomeStatus.PENDING
    look_up: OutcomeStatus = OutcomeStatus.PENDING
    client: Mapping[str, str] = field(default_factory=dict)
    asked: list[AuthoriseRequest] = field(default_factory=list)
    looked_up: int = 0
    amounts: dict[PaymentId, Money] = field(default_factory=dict)


script = Script()


class ScriptedBank:
    kind = "simulator"
    merchant = "scripted"
    capabilities = frozenset({Capability.LOOK_UP, Capability.REDIRECT, Capability.VOID, Capability.REFUND})

    def authorise(self, request: AuthoriseRequest) -> Outcome:
        script.asked.append(request)
        script.amounts[request.payment_id] = request.amount
        return self._outcome(request.payment_id, script.authorise)

    def capture(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        raise NotSupported

    def void(self, *, payment_id: PaymentId, reference: str, key: str) -> Outcome:
        return self._outcome(payment_id, OutcomeStatus.VOIDED)

    def refund(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        return self._outcome(payment_id, OutcomeStatus.REFUNDED)

    def look_up(self, *, payment_id: PaymentId, reference: str = "") -> Outcome:
        script.looked_up += 1
        return self._outcome(payment_id, script.look_up)

    def read_message(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderNotice:
        raise NotSupported

    def _outcome(self, payment_id: PaymentId, status: OutcomeStatus) -> Outcome:
        amount = script.amounts[payment_id]
        nothing = Money.zero(amount.currency)
        taken = amount if status in (OutcomeStatus.CAPTURED, OutcomeStatus.REFUNDED) else nothing
        pending = status is OutcomeStatus.PENDING
        return Outcome(
            status=status,
            reference=f"ref-{payment_id}",
            merchant=self.merchant,
            authorised=taken,
            captured=taken,
            refunded=amount if status is OutcomeStatus.REFUNDED else nothing,
            reason=Decline.CARD_REFUSED if status is OutcomeStatus.DECLINED else "",
            redirect_url=PAGE if pending and not script.client else "",
            client=script.client,
        )
