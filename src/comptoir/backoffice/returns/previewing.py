"""What a receipt would give back, before it is one. Nothing but reads."""

from collections.abc import Mapping
from dataclasses import replace

from comptoir.domains.invoicing.queries import credit_worth
from comptoir.domains.orders.queries import order as order_by_id
from comptoir.domains.orders.values import Order, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.queries import amount_back
from comptoir.domains.returns.values import AmountBack, Return, ReturnKind
from comptoir.kernel.money import Money, total_of


def preview_receipt(*, found: Return, order: Order, came: Mapping[int, int]) -> AmountBack:
    """What would go back if so many pieces of each line (by position) of a return were received now.

    What is given back is decided anew at the receipt, as ``flows/receive_return.py`` tells.
    """
    currency = order.total.currency
    left = total_of((payment.refundable for payment in payments_of(order.id)), currency)
    kind, to_pay = found.kind, Money.zero(currency)
    if found.replacement_id is not None:
        instead = order_by_id(found.replacement_id)
        if instead.state is OrderState.AWAITING_PAYMENT:
            to_pay = instead.total - total_of((each.engaged for each in payments_of(instead.id)), currency)
        elif instead.state is OrderState.CANCELLED and kind is ReturnKind.EXCHANGE:
            kind = ReturnKind.WITHDRAWAL
    wanted = amount_back(order, kind, came)
    worth = credit_worth(order.id, came=came, with_delivery=wanted.with_delivery, currency=currency)
    back = wanted.at_most(left, worth)
    return replace(back, swapped=min(back.amount, to_pay))
