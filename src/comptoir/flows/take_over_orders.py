from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from comptoir.domains.customers.actions import add_customers
from comptoir.domains.customers.values import PastCustomer
from comptoir.domains.fulfilment.actions import add_shipments
from comptoir.domains.fulfilment.values import Packed, PastShipment
from comptoir.domains.inventory.actions import add_past_sales
from comptoir.domains.inventory.values import PastSale
from comptoir.domains.invoicing.actions import add_documents
from comptoir.domains.invoicing.queries import invoice_draft, sale_entry
from comptoir.domains.invoicing.values import PastDocument, PaymentMeans
from comptoir.domains.ledger.actions import add_entries
from comptoir.domains.ledger.values import EntryDraft
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.actions import add_orders
from comptoir.domains.orders.values import Order, PastOrder
from comptoir.domains.payments.actions import add_payments
from comptoir.domains.payments.queries import offered_method
from comptoir.domains.payments.values import PastPayment, PaymentId
from comptoir.flows.steps.money_entry import money_entry
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.ids import new_id

_RECEIVED_AS = "orders of the past"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSaleDraft:
    """An order of the past with what belongs to it.

    The draft's customer is put in here, and what paid it. ``method`` is one of which a person says what arrived;
    ``place_code`` is where the goods left from.
    """

    order: PastOrder
    customer: PastCustomer
    method: str
    place_code: str
    tracking_number: str = ""


@dataclass(frozen=True, slots=True)
class _Sold:
    """One of them, once its order is written down."""

    given: PastSaleDraft
    past: PastOrder
    order: Order
    payment_id: PaymentId


def take_over_orders(*, batch: Sequence[PastSaleDraft], actor: Actor, now: datetime) -> tuple[Order, ...]:
    """Write down orders that ended long ago with everything behind them, in one transaction; returns the orders.

    Customers, orders, payments, stock movements, shipments, invoices and ledger entries: set-based, so that tens of
    thousands take minutes. No letter is written, and no stock is missing afterwards: what left is noted as received.

    :raises OrderNotPast: for an order that has not ended thirty days ago.
    :raises NotPossibleNow: for a method whose provider would have to know of the payment.
    """
    with transaction.atomic(durable=True):
        sold = _write_down(batch, actor, now)
        shipped = sorted((one for one in sold if one.past.shipped_at), key=lambda one: str(one.past.shipped_at))
        add_payments(batch=[_payment(one) for one in sold], actor=actor, now=now)
        sales = [sale for one in shipped for sale in _goods(one)]
        add_past_sales(batch=sales, reference=_RECEIVED_AS, actor=actor, now=now)
        add_shipments(batch=[_shipment(one) for one in shipped], actor=actor, now=now)
        invoices = add_documents(batch=[_invoice(one) for one in shipped], actor=actor, now=now)
        sales_entries = [
            sale_entry(invoice, customer_id=one.order.customer_id)
            for one, invoice in zip(shipped, invoices, strict=True)
        ]
        entries = [_money(one) for one in shipped] + sales_entries
        add_entries(batch=sorted(entries, key=lambda entry: entry.on), actor=actor, now=now)
    return tuple(one.order for one in sold)


def _write_down(batch: Sequence[PastSaleDraft], actor: Actor, now: datetime) -> list[_Sold]:
    customers: dict[str, PastCustomer] = {}
    for given in batch:
        known = customers.get(given.customer.email, given.customer)
        customers[known.email] = replace(
            known,
            first_order_at=min(known.first_order_at, given.customer.first_order_at),
            last_order_at=max(known.last_order_at, given.customer.last_order_at),
        )
    ids = dict(zip(customers, add_customers(batch=list(customers.values()), actor=actor, now=now), strict=True))
    payments = [PaymentId(new_id()) for _ in batch]
    pasts = [
        replace(
            given.order,
            draft=replace(given.order.draft, customer_id=ids[given.customer.email]),
            paid_by=payment_id if given.order.paid_at else None,
        )
        for given, payment_id in zip(batch, payments, strict=True)
    ]
    orders = add_orders(batch=pasts, actor=actor, now=now)
    return [_Sold(*one) for one in zip(batch, pasts, orders, payments, strict=True)]


def _payment(one: _Sold) -> PastPayment:
    ended_at = one.past.paid_at or one.past.cancelled_at or one.past.placed_at
    return PastPayment(
        id=one.payment_id,
        order_id=one.order.id,
        market=one.order.market,
        method=one.given.method,
        amount=one.order.total,
        opened_at=one.past.placed_at,
        ended_at=ended_at,
        received=one.past.paid_at is not None,
    )


def _goods(one: _Sold) -> Iterator[PastSale]:
    for line in one.order.lines:
        yield PastSale(
            order_id=one.order.id,
            variant_id=line.variant_id,
            place_code=one.given.place_code,
            quantity=line.quantity,
            reserved_at=one.past.placed_at,
            shipped_at=_shipped_at(one),
            reference=one.order.number,
        )


def _shipment(one: _Sold) -> PastShipment:
    return PastShipment(
        order_id=one.order.id,
        carrier=one.order.delivery.carrier,
        tracking_number=one.given.tracking_number,
        packed=tuple(
            Packed(variant_id=line.variant_id, place_code=one.given.place_code, quantity=line.quantity)
            for line in one.order.lines
        ),
        opened_at=one.past.prepared_at or _shipped_at(one),
        shipped_at=_shipped_at(one),
    )


def _invoice(one: _Sold) -> PastDocument:
    issued_at = _shipped_at(one)
    draft = invoice_draft(
        one.order,
        paid=one.order.total,
        payment_means=PaymentMeans.TRANSFER,
        delivered_on=local_day(issued_at, market(one.order.market).time_zone),
    )
    return PastDocument(draft=draft, issued_at=issued_at)


def _money(one: _Sold) -> EntryDraft:
    here = market(one.order.market)
    return money_entry(
        payment_id=one.payment_id,
        provider=offered_method(one.order.market, one.given.method).provider,
        reference="",
        number=one.order.number,
        entity=one.order.legal_entity_id,
        what="capture",
        moved=one.order.total,
        total=one.order.total,
        on=local_day(one.past.paid_at or one.past.placed_at, here.time_zone),
    )


def _shipped_at(one: _Sold) -> datetime:
    return one.past.shipped_at or one.past.placed_at
