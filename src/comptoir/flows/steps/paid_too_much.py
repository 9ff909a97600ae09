from collections.abc import Sequence

from comptoir.domains.orders.values import Order, OrderRevision, OrderState
from comptoir.domains.payments.values import Payment
from comptoir.kernel.money import Money, total_of


def paid_too_much(*, before: Order, revision: OrderRevision, payments: Sequence[Payment]) -> Money:
    """What a change makes too much of what was paid; as far as it was taken and is neither given back nor disputed, it
    goes back. Of an order that waits for its payment, it is what was paid in part beyond what is agreed now."""
    if before.state is not OrderState.AWAITING_PAYMENT:
        return revision.too_much
    held = total_of((payment.secured for payment in payments), revision.total.currency)
    return max(held - revision.total, Money.zero(held.currency))
