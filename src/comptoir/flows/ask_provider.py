from comptoir.domains.payments.values import Operation, OperationKind, Outcome, Payment, PaymentProvider
from comptoir.kernel import ports


def ask_provider(*, payment: Payment, operation: Operation | None = None) -> Outcome:
    """Ask the provider to do a requested operation, or without one, what has become of the payment.

    Network, no transaction. The operation's key makes asking again harmless.
    """
    provider: PaymentProvider = ports.load("payments", payment.provider)
    id, reference = payment.id, payment.reference
    if operation is None or operation.kind is OperationKind.AUTHORISE:
        return provider.look_up(payment_id=id, reference=reference)
    if operation.kind is OperationKind.VOID:
        return provider.void(payment_id=id, reference=reference, key=operation.key)
    ask = provider.capture if operation.kind is OperationKind.CAPTURE else provider.refund
    return ask(payment_id=id, reference=reference, amount=operation.amount, key=operation.key)
