"""One order with everything about it, put together from the domains that know."""

from collections.abc import Mapping

from django import forms
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comptoir.backoffice.countries import country_name
from comptoir.backoffice.delivery.reading import delivery_labels
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, number_text, rate_text
from comptoir.backoffice.history.telling import story_told
from comptoir.backoffice.messages.rows import MessageRow, message_row
from comptoir.backoffice.orders.by_hand import by_hand_rows
from comptoir.backoffice.orders.forms import NoteForm
from comptoir.backoffice.orders.known import Asked, Known, may
from comptoir.backoffice.orders.money import held_by, is_won, payment_rows, still_due
from comptoir.backoffice.orders.parcels import astray_steps, astray_words, parcel_rows
from comptoir.backoffice.orders.screens import (
    Buyer,
    DocumentRow,
    DownloadRow,
    LineRow,
    MoneyTable,
    OrderPage,
    Replaces,
    ReturnLink,
    TaxRow,
)
from comptoir.backoffice.orders.states import is_collected, order_pills
from comptoir.backoffice.orders.steps import lead_of, steps_of
from comptoir.backoffice.orders.waits import kept_words, wait_notes, waits_of
from comptoir.backoffice.parts import Act, Link, Told, Words
from comptoir.backoffice.returns.states import KIND, return_pill
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.customers.permissions import CUSTOMERS_VIEW
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.values import Download
from comptoir.domains.invoicing.permissions import INVOICING_ISSUE
from comptoir.domains.invoicing.queries import has_open_deposit
from comptoir.domains.invoicing.values import Document, DocumentKind, DocumentState
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.messages.permissions import MESSAGES_SEND
from comptoir.domains.messages.queries import kinds_for
from comptoir.domains.messages.values import Links, Message, MessageState
from comptoir.domains.orders.errors import hold_words
from comptoir.domains.orders.permissions import ORDERS_NOTE
from comptoir.domains.orders.queries import numbers_for
from comptoir.domains.orders.values import BEING_PREPARED, HoldRule, LineWait, Order, OrderId, OrderLine, OrderState
from comptoir.domains.returns.values import Return
from comptoir.kernel import ports
from comptoir.kernel.addresses import Address


def order_page(at: Desk, known: Known, asked: Asked | None = None) -> OrderPage:
    """The page. ``asked`` holds a form that was refused, to be shown again with what was written."""
    order = known.order
    promised = order.promised_day(market(order.market).time_zone)
    waits = waits_of(order)
    label = delivery_labels(at, order.market).get((order.market, order.delivery.code), order.delivery.label)
    return OrderPage(
        title=_("Order %(number)s") % {"number": order.number},
        pills=order_pills(
            order.state,
            order.delivery,
            held=bool(order.held_because),
            waits=bool(waits),
            swaps=order.waits_for_goods,
            due=bool(order.due),
        ),
        context=_placed(at, order),
        back=Link(_("Orders"), reverse("backoffice:orders")),
        actions=(_seen_by_customer(order),),
        astray=astray_words(known),
        astray_steps=astray_steps(at, known),
        held=_held(known),
        replaces=_replaces(known),
        lead=lead_of(known, promised, waits=bool(waits), kept=kept_words(at, order)),
        steps=steps_of(at, known, asked),
        lines=_lines(at, order, waits),
        money=MoneyTable(
            goods=order.undiscounted,
            voucher=order.voucher,
            discount=-order.discount,
            delivery_label=label,
            delivery=order.delivery.price,
            taxes=tuple(TaxRow(rate=rate_text(tax.rate), net=tax.net, tax=tax.tax) for tax in order.taxes),
            total=order.total,
            due=order.due,
            paid=held_by(known.payments, order.total.currency),
            left=still_due(order, known.payments),
        ),
        payments=payment_rows(at, known),
        together=by_hand_rows(at, known.together, {order.id: order.number}, order.market) if known.together else (),
        parcels=parcel_rows(at, known, asked),
        returns=tuple(map(_return, known.returns)),
        downloads=tuple(_download(at, order, each) for each in known.downloads),
        documents=tuple(map(_document, known.documents)),
        no_documents=_no_documents(at, order),
        deposit_href=_deposit_href(at, known),
        sent=tuple(_message(at, order, message) for message in known.sent),
        buyer=_buyer(at, order),
        delivery_label=label,
        promised_on=promised,
        comment=order.comment,
        gift=_gift(order),
        history=_history(known),
        note=_note(at, order, asked),
        note_action=note_action(order.id),
    )


def _gift(order: Order) -> Words:
    """What to wrap, and what to write on it; "" of what is no gift."""
    if order.gift_message is None:
        return ""
    return order.gift_message or _("wrap it, no message")


def _download(at: Desk, order: Order, each: Download) -> DownloadRow:
    args, may_change = [order.id, each.id], may(at, order, FULFILMENT_SHIP)
    is_open = each.is_open(at.now)
    facts = {"used": number_text(each.used), "most": number_text(each.most), "day": day_text(each.expires_at.date())}
    note = _("Downloaded %(used)s of %(most)s times · until %(day)s")
    if each.ended_at is not None:
        note = _("Ended · downloaded %(used)s of %(most)s times")
    return DownloadRow(
        name=each.name,
        note=note % facts,
        open=is_open,
        renew_href=reverse("backoffice:order-download-renew", args=args) if may_change else "",
        end_href=reverse("backoffice:order-download-end", args=args) if may_change and is_open else "",
    )


def _held(known: Known) -> str:
    """Why it is on hold; that a dispute was won does not release it: staff do."""
    because = known.order.held_because
    if because == HoldRule.DISPUTE and is_won(known):
        return f"{hold_words(because)} {_('The dispute was won: you can release the order.')}"
    return str(hold_words(because))


def note_action(order_id: OrderId) -> str:
    """Where a note is sent."""
    return reverse("backoffice:order-note", args=[order_id])


def _note(at: Desk, order: Order, asked: Asked | None) -> forms.Form | None:
    if not may(at, order, ORDERS_NOTE):
        return None
    return asked.form if asked and asked.action == note_action(order.id) else NoteForm()


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


def _replaces(known: Known) -> Replaces | None:
    """For which goods of which order these are sent."""
    order, found = known.order, known.replaced
    if order.replaces is None or found is None:
        return None
    number = numbers_for([order.replaces])[order.replaces]
    return Replaces(
        waits=order.waits_for_goods,
        order=Link(_("Order %(number)s") % {"number": number}, reverse("backoffice:order", args=[order.replaces])),
        sent_back=Link(
            _("Return %(number)s") % {"number": found.number}, reverse("backoffice:return", args=[found.id])
        ),
    )


def _deposit_href(at: Desk, known: Known) -> str:
    """Where to ask for an invoice of the money that is there while the goods are not away; "" when there is nothing to
    ask for."""
    order = known.order
    is_paid = order.state in {OrderState.PAID, *BEING_PREPARED} and bool(order.total) and not order.due
    waits = is_paid and not has_open_deposit(known.documents)
    later = any(one.code == order.market and one.invoice_at is InvoiceAt.SHIPMENT for one in at.settings.markets)
    may = at.actor.can(INVOICING_ISSUE, market=order.market)
    return reverse("backoffice:order-deposit", args=[order.id]) if waits and later and may else ""


def _no_documents(at: Desk, order: Order) -> Words:
    """Why there is no invoice yet."""
    if order.state is OrderState.CANCELLED:
        return _("The order was cancelled before an invoice was issued.")
    if any(one.code == order.market and one.invoice_at is InvoiceAt.PAYMENT for one in at.settings.markets):
        return _("The invoice is issued when the payment is received.")
    if is_collected(order.delivery):
        return _("The invoice is issued when the order is handed over.")
    return _("The invoice is issued when the parcel ships.")


def _lines(at: Desk, order: Order, waits: Mapping[int, LineWait]) -> tuple[LineRow, ...]:
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
            quantity=line.wanted,
            unit_price=line.unit_price,
            total=line.undiscounted,
            tax_rate=rate_text(line.tax_rate),
            notes=(*_kit_note(line), *_notes(order, line), *wait_notes(at, waits.get(line.position))),
        )
        for line in order.lines
    )


def _kit_note(line: OrderLine) -> tuple[Words, ...]:
    """What it was sold in: it is picked and sent by itself, at its share of that price."""
    if line.kit is None:
        return ()
    return (_("From the kit %(kit)s × %(count)s") % {"kit": line.kit.title, "count": number_text(line.kit.quantity)},)


def _notes(order: Order, line: OrderLine) -> tuple[Words, ...]:
    """What became of pieces, where the state of the order does not say it of all of them."""
    counts = (
        (_("%(count)s of %(ordered)s cancelled"), line.cancelled),
        (_("%(count)s sent"), line.shipped if order.state is OrderState.PARTLY_SHIPPED else 0),
        (_("%(count)s returned"), line.returned),
    )
    ordered = number_text(line.quantity)
    return tuple(words % {"count": number_text(count), "ordered": ordered} for words, count in counts if count)


def _return(found: Return) -> ReturnLink:
    return ReturnLink(
        href=reverse("backoffice:return", args=[found.id]),
        number=found.number,
        kind=KIND[found.kind],
        refund=found.refund,
        requested_at=found.requested_at,
        state=return_pill(found.state, refund=found.refund, swapped=found.swapped),
    )


def _document(document: Document) -> DocumentRow:
    words = {
        DocumentKind.INVOICE: _("Invoice %(number)s"),
        DocumentKind.CREDIT_NOTE: _("Credit note %(number)s"),
        DocumentKind.DEPOSIT: _("Deposit invoice %(number)s"),
    }[document.kind]
    made = document.state is DocumentState.RENDERED
    return DocumentRow(
        label=words % {"number": document.number},
        issued_on=document.issued_on,
        total=document.total,
        href=reverse("backoffice:document", args=[document.id]) if made else "",
    )


def _message(at: Desk, order: Order, message: Message) -> MessageRow:
    may_send = may(at, order, MESSAGES_SEND) and message.state is not MessageState.QUEUED
    still_true = message.kind in kinds_for(order.state, difference=bool(order.due))
    href = reverse("backoffice:order-resend", args=[order.id, message.kind]) if may_send and still_true else ""
    return message_row(message, resend_href=href)


def _buyer(at: Desk, order: Order) -> Buyer:
    shipping, billing = order.shipping_address, order.billing_address
    return Buyer(
        name=shipping.name or shipping.company or order.email,
        email=order.email,
        phone=shipping.phone,
        href=reverse("backoffice:customer", args=[order.customer_id]) if may(at, order, CUSTOMERS_VIEW) else "",
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
            *(("fulfilment.label", label.id) for label in known.labels.values()),
            *(("invoicing.document", document.id) for document in known.documents),
            *(("returns.return", each.id) for each in known.returns),
            *(("returns.return", each.id) for each in (known.replaced,) if each),
        ]
    )
