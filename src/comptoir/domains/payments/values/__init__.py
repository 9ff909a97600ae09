"""What payments gives and takes: the state of a payment, the facts behind it, and the port to providers."""

from comptoir.domains.payments.values.failures import failure_text
from comptoir.domains.payments.values.methods import METHOD_PRESETS, Method, MethodPreset
from comptoir.domains.payments.values.payment import (
    LIVE,
    OPERATION_STATES,
    PAYMENT_STATES,
    Amounts,
    MessageVerdict,
    Operation,
    OperationId,
    OperationKind,
    OperationState,
    Payment,
    PaymentId,
    PaymentState,
    Recorded,
    Unresolved,
    Verdict,
)
from comptoir.domains.payments.values.port import (
    AuthoriseRequest,
    Capability,
    Decline,
    Outcome,
    OutcomeStatus,
    PaymentProvider,
    ProviderNotice,
)

__all__ = [
    "LIVE",
    "METHOD_PRESETS",
    "OPERATION_STATES",
    "PAYMENT_STATES",
    "Amounts",
    "AuthoriseRequest",
    "Capability",
    "Decline",
    "MessageVerdict",
    "Method",
    "MethodPreset",
    "Operation",
    "OperationId",
    "OperationKind",
    "OperationState",
    "Outcome",
    "OutcomeStatus",
    "Payment",
    "PaymentId",
    "PaymentProvider",
    "PaymentState",
    "ProviderNotice",
    "Recorded",
    "Unresolved",
    "Verdict",
    "failure_text",
]
