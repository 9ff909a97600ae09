"""Bank transfer: the buyer is told the account, a person records what arrives. No network."""

from collections.abc import Mapping
from datetime import datetime

from comptoir.connectors.payments.transfer.instructions import transfer_instructions
from comptoir.domains.markets.queries import legal_entity, market
from comptoir.domains.payments.errors import NotSupported
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


class TransferProvider:
    """Knows nothing but what to tell the buyer. What arrives and what is sent back, staff say: see ``record_receipt``
    and ``record_refund`` of payments."""

    kind = "transfer"
    merchant = "bank account"
    capabilities = frozenset({Capability.VOID, Capability.REFUND, Capability.PARTIAL_REFUND, Capability.NEEDS_STAFF})

    def authorise(self, request: AuthoriseRequest) -> Outcome:
        """The order waits for the money, which the buyer sends to the legal entity that sells in the market."""
        entity = legal_entity(market(request.market).legal_entity_id)
        return Outcome(
            status=OutcomeStatus.PENDING,
            reference=str(request.payment_id),
            merchant=self.merchant,
            instructions=transfer_instructions(entity=entity, amount=request.amount, order_number=request.order_number),
        )

    def capture(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        raise NotSupported(capability=Capability.CAPTURE_LATER)

    def void(self, *, payment_id: PaymentId, reference: str, key: str) -> Outcome:
        """Nothing more is expected. If the money comes all the same, staff record it and send it back."""
        return Outcome(status=OutcomeStatus.VOIDED, reference=reference, merchant=self.merchant)

    def refund(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        """Accepted; a person sends the money back and records it."""
        if amount.minor <= 0:
            return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.BAD_AMOUNT)
        return Outcome(status=OutcomeStatus.PENDING, reference=reference, merchant=self.merchant)

    def look_up(self, *, payment_id: PaymentId, reference: str = "") -> Outcome:
        raise NotSupported(capability=Capability.LOOK_UP)

    def list_payments(self, *, since: datetime, until: datetime, cursor: str = "") -> ListedPage:
        raise NotSupported(capability=Capability.LIST)

    def read_message(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderNotice:
        raise NotSupported(capability=Capability.MESSAGES)
