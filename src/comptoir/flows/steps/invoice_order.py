from datetime import datetime

from comptoir.domains.invoicing.actions import issue_document
from comptoir.domains.invoicing.queries import next_invoice_draft
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.steps.book_document import book_document
from comptoir.flows.steps.credit_deposits import credit_deposits
from comptoir.flows.steps.credit_gestures import credit_gestures
from comptoir.flows.steps.means_of import means_of
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import total_of


def invoice_order(*, order: Order, delivery_alone: bool = False, actor: Actor, now: datetime) -> None:
    """Invoice what is due to be invoiced of an order and was not yet: what has left, or where the market invoices at
    payment, all that is wanted. Done again, it issues nothing. ``delivery_alone``: of an order that is invoiced, also
    what only delivery costs more.

    Called under the order's lock. The series of numbers stays locked until the transaction ends, so this comes last.
    """
    here, payments = market(order.market), payments_of(order.id)
    at_payment = here.invoice_at is InvoiceAt.PAYMENT
    draft = next_invoice_draft(
        order,
        pieces={line.position: line.wanted if at_payment else line.shipped for line in order.lines},
        # Money set aside counts as paid: with capture at shipment it is being taken while the invoice is written.
        paid=total_of((payment.secured for payment in payments), order.total.currency),
        payment_means=means_of(payments=payments),
        delivered_on=None if at_payment else local_day(now, here.time_zone),
        delivery_alone=delivery_alone,
    )
    if draft is None:
        return
    credit_deposits(order=order, deposit_ids=draft.supersedes, because="", actor=actor, now=now)
    document_id = issue_document(draft=draft, actor=actor, now=now)
    notes = credit_gestures(order=order, just_issued=document_id, actor=actor, now=now)
    for id in (document_id, *notes):
        book_document(document_id=id, customer_id=order.customer_id, actor=actor, now=now)
