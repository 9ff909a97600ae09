"""One order with everything about it, put together from the domains that know."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comptoir.backoffice.countries import country_name
from comptoir.backoffice.delivery.reading import delivery_labels
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, number_text
from comptoir.backoffice.history.telling import story_told
from comptoir.backoffice.messages.rows import MessageRow, message_row
from comptoir.backoffice.orders.screens import (
    Buyer,
    DocumentRow,
    LineRow,
    MoneyTable,
    OrderPage,
    ParcelRow,
    PaymentRow,
    TaxRow,
)
from comptoir.backoffice.orders.states import PAYMENT, decline_words, is_collected, order_pill, shipment_pill
from comptoir.backoffice.orders.steps import Asked, lead_of, steps_of
from comptoir.backoffice.parts import Act, Link, Told, Words
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.customers.permissions import CUSTOMERS_VIEW
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import Shipment
from comptoir.domains.invoicing.permissions import INVOICING_VIEW
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import Document, DocumentKind, DocumentState
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.messages.permissions import MESSAGES_SEND, MESSAGES_VIEW
from comptoir.domains.messages.queries import kinds_for, messages_of
from comptoir.domains.messages.values import Links, Message, MessageState
from comptoir.domains.network.queries import places_for
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import Order, OrderId, OrderState
from comptoir.domains.payments.queries import methods, payments_of
from comptoir.domains.payments.values import Payment
from comptoir.kernel import ports
from comptoir.kernel.addresses import Address
from comptoir.kernel.texts import text_in


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
    promised = order.promised_day(market(order.market).time_zone)
    label = delivery_labels(at, order.market).get((order.market, order.delivery.code), order.delivery.label)
    return OrderPage(
        title=_("Order %(number)s") % {"number": order.number},
        pills=(order_pill(order.state, order.delivery),),
        context=_placed(at, order),
        back=Link(_("Orders"), reverse("backoffice:orders")),
        actions=(_seen_by_customer(order),),
        lead=lead_of(order, known.payments, promised),
        steps=steps_of(at, order, known.payments, asked),
        lines=_lines(order),
        money=MoneyTable(
            goods=order.goods_total,
            delivery_label=label,
            delivery=order.delivery.price,
            taxes=tuple(TaxRow(rate=_rate(tax.rate), net=tax.net, tax=tax.tax) for tax in order.taxes),
            total=order.total,
        ),
        payments=_payments(at, known.payments),
        parcels=_parcels(at, order, known.shipments),
        documents=tuple(map(_document, known.documents)),
        no_documents=_no_documents(at, order),
        sent=tuple(_message(at, order, message) for message in known.sent),
        buyer=_buyer(at, order),
        delivery_label=label,
        promised_on=promised,
        comment=order.comment,
        history=_history(known),
    )


def _placed(at: Desk, order: Order) -> str:
    local = timezone.localtime(order.placed_at)
    return _("Placed on %(day)s at %(time)s, market %(market)s.") % {
        "day": day_text(local.date()),
        "time": f"{local:%H:%M}",
        "market": at.market_name(order.market),
    }


def _seen_by_customer(order: Order) -> Act:
    """What the customer sees, in the customer’s language."""
    links: Links = ports.load("links", "storefront")
    address = links.order_page(order_id=order.id, market=order.market, language=order.language)
    return Act(label=_("The customer’s tracking page"), href=address, icon="external-link")


def _no_documents(at: Desk, order: Order) -> Words:
    """Why there is no invoice yet."""
    if order.state is OrderState.CANCELLED:
        return _("The order was cancelled before an invoice was issued.")
    if any(one.code == order.market and one.invoice_at is InvoiceAt.PAYMENT for one in at.settings.markets):
        return _("The invoice is issued when the payment is received.")
    if is_collected(order.delivery):
        return _("The invoice is issued when the order is handed over.")
    return _("The invoice is issued when the parcel leaves.")


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
            note=decline_words(payment.failure),
        )
        for payment in payments
    )


def _parcels(at: Desk, order: Order, shipments: tuple[Shipment, ...]) -> tuple[ParcelRow, ...]:
    codes = {packed.place_code for shipment in shipments for packed in shipment.packed}
    names = {code: text_in(place.name, at.language) for code, place in places_for(codes).items()}
    return tuple(
        ParcelRow(
            place=", ".join(sorted({names.get(packed.place_code, packed.place_code) for packed in shipment.packed})),
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            tracking_href=shipment.tracking_url,
            state=shipment_pill(shipment.state, order.delivery),
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
    still_true = message.kind in kinds_for(order.state)
    href = reverse("backoffice:order-resend", args=[order.id, message.kind]) if may_send and still_true else ""
    return message_row(message, resend_href=href)


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
    return story_told(
        [
            ("orders.order", known.order.id),
            *(("payments.payment", payment.id) for payment in known.payments),
            *(("fulfilment.shipment", shipment.id) for shipment in known.shipments),
            *(("invoicing.document", document.id) for document in known.documents),
        ]
    )
