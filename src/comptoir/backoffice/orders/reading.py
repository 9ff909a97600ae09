"""One order with everything about it, put together from the domains that know."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.backoffice.countries import country_name
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.orders.screens import (
    Buyer,
    DocumentRow,
    LineRow,
    MessageRow,
    MoneyTable,
    OrderPage,
    ParcelRow,
    PaymentRow,
    TaxRow,
)
from comptoir.backoffice.orders.states import MESSAGE, ORDER, PAYMENT, SHIPMENT
from comptoir.backoffice.orders.steps import Asked, lead_of, steps_of
from comptoir.backoffice.parts import Link, Told, Words
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.customers.permissions import CUSTOMERS_VIEW
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import Shipment
from comptoir.domains.invoicing.permissions import INVOICING_VIEW
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import Document, DocumentKind, DocumentState
from comptoir.domains.messages.permissions import MESSAGES_SEND, MESSAGES_VIEW
from comptoir.domains.messages.queries import messages_of
from comptoir.domains.messages.values import Links, Message, MessageKind, MessageState
from comptoir.domains.network.queries import places_for
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.payments.queries import methods, payments_of
from comptoir.domains.payments.values import Payment
from comptoir.kernel import ports
from comptoir.kernel.addresses import Address
from comptoir.kernel.texts import text_in

_KINDS = {
    MessageKind.ORDER_TO_PAY: gettext_lazy("Order received, to be paid"),
    MessageKind.ORDER_CONFIRMED: gettext_lazy("Order confirmed"),
    MessageKind.ORDER_SHIPPED: gettext_lazy("Order shipped"),
    MessageKind.ORDER_CANCELLED: gettext_lazy("Order cancelled"),
    MessageKind.TEST: gettext_lazy("Test"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the page is made of."""

    order: Order
    payments: tuple[Payment, ...]
    shipments: tuple[Shipment, ...]
    documents: tuple[Document, ...]
    sent: tuple[Message, ...]


def known_of(at: Desk, order_id: OrderId) -> Known:
    """Everything the actor may see of an order.

    :raises UnknownOrder: when there is none.
    """
    order = order_for_staff(order_id, actor=at.actor)
    return Known(
        order=order,
        payments=payments_of(order.id),
        shipments=tuple(shipments_of(order.id)),
        documents=documents_of(order.id) if at.actor.can(INVOICING_VIEW, market=order.market) else (),
        sent=tuple(messages_of(order.id, actor=at.actor)) if at.actor.can(MESSAGES_VIEW, market=order.market) else (),
    )


def order_page(at: Desk, known: Known, asked: Asked | None = None) -> OrderPage:
    """The page. ``asked`` holds a form that was refused, to be shown again with what was written."""
    order = known.order
    return OrderPage(
        title=_("Order %(number)s") % {"number": order.number},
        pills=(ORDER[order.state],),
        context=_placed(at, order),
        back=Link(_("Orders"), reverse("backoffice:orders")),
        lead=lead_of(order, known.payments),
        steps=steps_of(at, order, known.payments, asked),
        lines=_lines(order),
        money=MoneyTable(
            goods=order.goods_total,
            delivery_label=order.delivery.label,
            delivery=order.delivery.price,
            taxes=tuple(TaxRow(rate=_rate(tax.rate), net=tax.net, tax=tax.tax) for tax in order.taxes),
            total=order.total,
        ),
        payments=_payments(at, known.payments),
        parcels=_parcels(at, known.shipments),
        documents=tuple(map(_document, known.documents)),
        sent=tuple(_message(at, order, message) for message in known.sent),
        buyer=_buyer(at, order),
        delivery_label=order.delivery.label,
        promised_on=order.delivery.promised_on,
        comment=order.comment,
        tracking_page=_tracking_page(order),
        history=_history(known),
    )


def _placed(at: Desk, order: Order) -> str:
    local = timezone.localtime(order.placed_at)
    return _("Placed on %(day)s at %(time)s, market %(market)s.") % {
        "day": day_text(local.date()),
        "time": f"{local:%H:%M}",
        "market": at.market_name(order.market),
    }


def _tracking_page(order: Order) -> Link:
    """What the customer sees, in the customer’s language."""
    links: Links = ports.load("links", "storefront")
    address = links.order_page(order_id=order.id, market=order.market, language=order.language)
    return Link(_("The customer’s tracking page"), address)


def _lines(order: Order) -> tuple[LineRow, ...]:
    cards = variants_for([line.variant_id for line in order.lines])
    return tuple(
        LineRow(
            title=line.title,
            options=line.options,
            sku=line.sku,
            href=reverse("backoffice:product", args=[cards[line.variant_id].product_id])
            if line.variant_id in cards
            else "",
            picture=default_storage.url(line.image) if line.image else "",
            quantity=line.quantity,
            unit_price=line.unit_price,
            total=line.total,
            tax_rate=_rate(line.tax_rate),
        )
        for line in order.lines
    )


def _rate(rate: Decimal) -> str:
    return f"{number_text(rate.normalize())}\u202f%"


def _payments(at: Desk, payments: tuple[Payment, ...]) -> tuple[PaymentRow, ...]:
    if not payments:
        return ()
    labels = {method.code: text_in(method.labels, at.language) for method in methods(payments[0].market)}
    return tuple(
        PaymentRow(
            method=labels.get(payment.method, payment.method),
            # Where no provider knows the payment, its reference is our own id and tells nobody anything.
            reference=payment.reference if payment.looked_up else "",
            amount=payment.amount,
            state=PAYMENT[payment.state],
            at=payment.captured_at or payment.authorised_at or payment.opened_at,
            note=payment.failure,
        )
        for payment in payments
    )


def _parcels(at: Desk, shipments: tuple[Shipment, ...]) -> tuple[ParcelRow, ...]:
    codes = {packed.place_code for shipment in shipments for packed in shipment.packed}
    names = {code: text_in(place.name, at.language) for code, place in places_for(codes).items()}
    return tuple(
        ParcelRow(
            place=", ".join(sorted({names.get(packed.place_code, packed.place_code) for packed in shipment.packed})),
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            tracking_href=shipment.tracking_url,
            state=SHIPMENT[shipment.state],
            shipped_at=shipment.shipped_at,
        )
        for shipment in shipments
    )


def _document(document: Document) -> DocumentRow:
    words = _("Credit note %(number)s") if document.kind is DocumentKind.CREDIT_NOTE else _("Invoice %(number)s")
    made = document.state is DocumentState.RENDERED
    return DocumentRow(
        label=words % {"number": document.number},
        issued_on=document.issued_on,
        total=document.total,
        href=reverse("backoffice:document", args=[document.id]) if made else "",
    )


def _message(at: Desk, order: Order, message: Message) -> MessageRow:
    may_send = at.actor.can(MESSAGES_SEND, market=order.market) and message.state is not MessageState.QUEUED
    return MessageRow(
        subject=message.subject or str(kind_word(message.kind)),
        to=message.to,
        state=MESSAGE[message.state],
        at=message.sent_at or message.queued_at,
        resend_href=reverse("backoffice:order-resend", args=[order.id, message.kind]) if may_send else "",
        note=message.failure,
    )


def kind_word(kind: MessageKind) -> Words:
    return _KINDS[kind]


def _buyer(at: Desk, order: Order) -> Buyer:
    shipping, billing = order.shipping_address, order.billing_address
    return Buyer(
        name=shipping.name or shipping.company or order.email,
        email=order.email,
        phone=shipping.phone,
        href=reverse("backoffice:customer", args=[order.customer_id])
        if at.actor.can(CUSTOMERS_VIEW, market=order.market)
        else "",
        language=order.language,
        shipping=_written(shipping),
        billing=() if billing == shipping else _written(billing),
        vat_number=billing.vat_number,
    )


def _written(address: Address) -> tuple[str, ...]:
    return (*address.lines, country_name(address.country)) if address.country else address.lines


def _history(known: Known) -> tuple[Told, ...]:
    """Of the order, its payments and its parcels, as one story, newest first."""
    lines = [*history_told("orders.order", known.order.id)]
    for payment in known.payments:
        lines += history_told("payments.payment", payment.id)
    for shipment in known.shipments:
        lines += history_told("fulfilment.shipment", shipment.id)
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))
