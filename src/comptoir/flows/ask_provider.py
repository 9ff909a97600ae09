from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.values import Operation, OperationKind, Outcome, Payment, PaymentProvider
from comptoir.flows.authorise_payment import PayingWith, authorise_payment
from comptoir.kernel import ports


def ask_provider(*, payment: Payment, operation: Operation | None = None) -> Outcome:
    """Ask the provider to do a requested operation, or without one, what has become of the payment.

    Network, no transaction. The operation's key makes asking again harmless.
    """
    provider: PaymentProvider = ports.load("payments", payment.provider)
    id, reference = payment.id, payment.reference
    if operation is None or operation.kind is OperationKind.AUTHORISE:
        return provider.look_up(payment_id=id, reference=reference) if payment.looked_up else _authorise_again(payment)
    if operation.kind is OperationKind.VOID:
        return provider.void(payment_id=id, reference=reference, key=operation.key)
    ask = provider.capture if operation.kind is OperationKind.CAPTURE else provider.refund
    return ask(payment_id=id, reference=reference, amount=operation.amount, key=operation.key)


def _authorise_again(payment: Payment) -> Outcome:
    """Whoever cannot be asked what became of a payment, such as a bank account, is told of it again: same effect."""
    placed = order(OrderId(payment.order_id))
    return authorise_payment(
        payment=payment,
        order_number=placed.number,
        email=placed.email,
        language=placed.language,
        paying=PayingWith(return_url=""),
    )
