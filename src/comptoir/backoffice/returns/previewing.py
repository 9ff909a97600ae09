"""What a receipt would give back, before it is one. Nothing but reads."""

from collections.abc import Sequence
from dataclasses import replace

from comptoir.domains.invoicing.queries import credit_worth
from comptoir.domains.invoicing.values import Withheld
from comptoir.domains.orders.queries import order as order_by_id
from comptoir.domains.orders.values import Order, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.queries import amount_back
from comptoir.domains.returns.values import AmountBack, ReceivedLine, Return, ReturnKind
from comptoir.kernel.money import Money, total_of


def preview_receipt(*, found: Return, order: Order, lines: Sequence[ReceivedLine]) -> AmountBack:
    """What would go back if this were received of a return now.

    :raises BadKeptBack: for what cannot be kept back.

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
    wanted = amount_back(order, kind, lines)
    worth = credit_worth(
        order.id,
        came={line.position: line.received for line in lines if line.received},
        with_delivery=wanted.with_delivery,
        withheld=_withheld(lines),
        currency=currency,
    )
    back = wanted.at_most(left, worth)
    return replace(back, swapped=min(back.amount, to_pay))


def _withheld(lines: Sequence[ReceivedLine]) -> dict[int, Withheld]:
    return {
        line.position: Withheld(amount=line.kept_back.amount, because=line.kept_back.because)
        for line in lines
        if line.kept_back
    }
