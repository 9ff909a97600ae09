from datetime import datetime

from comptoir.domains.invoicing.actions import issue_document
from comptoir.domains.invoicing.queries import document, invoice_draft, sale_entry
from comptoir.domains.invoicing.values import DocumentId, PaymentMeans
from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.queries import payments_of
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import total_of

_MEANS = {"transfer": PaymentMeans.TRANSFER, "stripe": PaymentMeans.CARD, "simulator": PaymentMeans.CARD}


def invoice_order(*, order: Order, actor: Actor, now: datetime) -> DocumentId:
    """Issue the invoice of an order and book it. Done again, it is the same invoice.

    The series of numbers stays locked until the transaction ends, so this comes last in it.
    """
    payments = payments_of(order.id)
    # Money set aside counts as paid: with capture at shipment it is being taken while the invoice is written.
    paid = total_of((payment.secured for payment in payments), order.total.currency)
    draft = invoice_draft(
        order,
        paid=min(paid, order.total),
        payment_means=_MEANS.get(payments[-1].provider, PaymentMeans.ONLINE) if payments else PaymentMeans.OTHER,
        delivered_on=local_day(now, market(order.market).time_zone) if order.shipped_at else None,
    )
    document_id = issue_document(draft=draft, actor=actor, now=now)
    if order.total:
        post_entry(draft=sale_entry(document(document_id)), actor=actor, now=now)
    return document_id
