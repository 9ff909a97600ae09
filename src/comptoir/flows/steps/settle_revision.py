from contextlib import suppress
from datetime import datetime

from comptoir.domains.invoicing.errors import NoDeposit
from comptoir.domains.invoicing.queries import deposits_to_credit
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderState, revision_cause
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.steps.credit_deposits import credit_deposits
from comptoir.flows.steps.credit_pieces import credit_pieces
from comptoir.flows.steps.invoice_order import invoice_order
from comptoir.flows.steps.issue_deposit import issue_deposit
from comptoir.flows.steps.mark_order_paid import mark_order_paid
from comptoir.kernel.access import Actor
from comptoir.kernel.money import total_of


def settle_revision(*, before: Order, because: str, actor: Actor, now: datetime) -> Order:
    """The papers of an order follow what is agreed now. Called under the order's lock, once its payments and goods have
    followed.

    An order that waited for its money is paid, where what was paid in part is all that is due now, or where nothing is.

    A deposit invoice is credited whole, and one over what is agreed now is issued at once where that was received: the
    invoice of the goods makes good one over exactly its own amounts (see ``with_deposits``), which a part of a credited
    one never has, and money that is kept must not be without its tax in between. Where more is due now, the deposit is
    issued anew by whoever asks for it once it is paid.

    Delivery that costs less is credited whole, and invoiced at its new price; what it costs more is invoiced alone.
    """
    agreed = order(before.id)
    if agreed.state is OrderState.AWAITING_PAYMENT and not agreed.awaits_goods:
        holding = [payment for payment in payments_of(agreed.id) if payment.secured]
        if total_of((payment.secured for payment in holding), agreed.total.currency) >= agreed.total:
            ids = [payment.id for payment in holding]
            mark_order_paid(order_id=agreed.id, market_code=agreed.market, payment_ids=ids, actor=actor, now=now)
            agreed = order(agreed.id)
    deposit_ids = deposits_to_credit(agreed.id)
    credit_deposits(order=agreed, deposit_ids=deposit_ids, because=because, actor=actor, now=now)
    credit_pieces(
        order=agreed,
        cause=revision_cause(agreed.revision),
        because=because,
        with_delivery=agreed.delivery.price < before.delivery.price,
        actor=actor,
        now=now,
    )
    if agreed.paid_at:
        repriced = agreed.delivery.price != before.delivery.price
        invoice_order(order=agreed, delivery_alone=repriced, actor=actor, now=now)
    if deposit_ids:
        with suppress(NoDeposit):
            issue_deposit(order=agreed, actor=actor, now=now)
    return agreed
