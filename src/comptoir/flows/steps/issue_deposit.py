from datetime import datetime

from comptoir.domains.invoicing.actions import issue_document
from comptoir.domains.invoicing.queries import deposit_draft
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.steps.book_document import book_document
from comptoir.flows.steps.means_of import means_of
from comptoir.kernel.access import Actor
from comptoir.kernel.money import total_of


def issue_deposit(*, order: Order, actor: Actor, now: datetime) -> DocumentId:
    """Invoice what was received for an order before its goods leave, and book it. Called under the order's lock.

    :raises NoDeposit: when what is not invoiced yet was not received in full, or there is a deposit invoice already.
    """
    payments = payments_of(order.id)
    received = total_of((each.captured - each.refunded - each.refunding for each in payments), order.total.currency)
    draft = deposit_draft(order, paid=received, payment_means=means_of(payments=payments))
    document_id = issue_document(draft=draft, actor=actor, now=now)
    ours = actor.with_consequences()
    book_document(document_id=document_id, customer_id=order.customer_id, actor=ours, now=now)
    return document_id
