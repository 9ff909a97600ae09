from datetime import datetime

from django.db import transaction

from comptoir.domains.invoicing.actions import issue_document
from comptoir.domains.invoicing.queries import deposit_draft
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.steps.book_document import book_document
from comptoir.flows.steps.means_of import means_of
from comptoir.kernel.access import Actor
from comptoir.kernel.money import total_of


def invoice_deposit(*, order_id: OrderId, actor: Actor, now: datetime) -> DocumentId:
    """Invoice what was received for an order before its goods leave, when somebody asks for it.

    The tax on it is booked now; the invoice of the goods names this one and books no tax again. When the order is
    revised, sent in parts or called off, it is credited.

    :raises UnknownOrder: when there is no such order.
    :raises NoDeposit: when what is not invoiced yet was not received in full, or there is a deposit invoice already.
    """
    with transaction.atomic(durable=True):
        awaited_money(order_id)  # the order first, as everybody does: docs/explain/locking.md
        known, payments = order(order_id), payments_of(order_id)
        received = total_of((payment.captured - payment.refunded for payment in payments), known.total.currency)
        draft = deposit_draft(known, paid=received, payment_means=means_of(payments=payments))
        document_id = issue_document(draft=draft, actor=actor, now=now)
        book_document(document_id=document_id, customer_id=known.customer_id, actor=actor.with_consequences(), now=now)
    return document_id
