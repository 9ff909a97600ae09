from comptoir.domains.invoicing.queries import credited_for
from comptoir.domains.orders.queries import gestures_of
from comptoir.domains.orders.values import Order, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.queries import returns_of
from comptoir.domains.returns.values import refund_cause
from comptoir.kernel.money import Money, total_of


def beyond_due(*, order: Order, disputed_apart: Money | None = None) -> Money:
    """What an order's payments hold and no dispute has taken, beyond what is the merchant's.

    That is what was agreed last, less what was given back as a gesture and what credit notes over returned pieces came
    to; nothing of an order that was called off. ``disputed_apart`` is disputed money that is counted as held all the
    same. Nothing is written. Asked under the order's lock.
    """
    zero = Money.zero(order.total.currency)
    free = total_of((each.secured - each.disputed for each in payments_of(order.id)), zero.currency)
    free += disputed_apart or zero
    ours = zero
    if order.state is not OrderState.CANCELLED:
        given = total_of((gesture.amount for gesture in gestures_of(order.id)), zero.currency)
        causes = [refund_cause(each.id) for each in returns_of(order.id)]
        ours = order.total - order.due - given - credited_for(order.id, causes, currency=zero.currency)
    return max(free - ours, zero)
