"""After the order: confirmation, waiting for the bank, the order's own page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import Shipment, ShipmentState, TrackingStatus
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.invoicing.values import Document as Issued
from comptoir.domains.invoicing.values import DocumentKind, DocumentState
from comptoir.domains.markets.queries import merchant
from comptoir.domains.orders.values import DOWNLOADED, Order, OrderState
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.domains.reviews.queries import reviewable_lines
from comptoir.kernel.formats import date_label, day_label, money_label
from comptoir.kernel.money import total_of
from comptoir.storefront.assemble.checkout import payment_options
from comptoir.storefront.assemble.downloads import files_of
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.orders import (
    PICKUP,
    latest_payment,
    left_to_pay,
    on_day,
    order_facts,
    promised_on,
    taken,
)
from comptoir.storefront.assemble.refunds import money_to
from comptoir.storefront.assemble.returned import order_returns, replacing_notice
from comptoir.storefront.assemble.standing import (
    arrival_words,
    back_and_disputed,
    delivered_at,
    refusal_words,
    state_words,
    told_when_it_leaves,
)
from comptoir.storefront.assemble.steps import steps_of
from comptoir.storefront.assemble.transfers import awaited_transfer
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_key
from comptoir.storefront.pages.account import Form, Hidden
from comptoir.storefront.pages.order import (
    Cancel,
    ConfirmationPage,
    Document,
    MoneyTo,
    Parcel,
    PayAgain,
    PaymentPage,
    TrackingPage,
)
from comptoir.storefront.pages.parts import Link, Notice

_REFRESH_SECONDS = 5
OPEN_ATTEMPT = frozenset({PaymentState.CREATED, PaymentState.PENDING})


def confirmation_page(
    order: Order, payments: tuple[Payment, ...], here: Here, *, known: bool = False
) -> ConfirmationPage:
    """Thanks, and what happens now; with an account for the asking, unless they are signed in (``known``)."""
    key = order_key(order)
    transfer = awaited_transfer(order, latest_payment(payments, difference=bool(order.due)), here)
    first_name = order.billing_address.name.split(" ")[0]
    return ConfirmationPage(
        head=page_head(here, _("Thank you"), lambda at: at.confirmation(key), indexed=False),
        title=_("Thank you, %(name)s") % {"name": first_name} if first_name else _("Thank you"),
        text=_thanks(order, awaits_transfer=transfer is not None),
        order=order_facts(order, payments, here),
        next_steps=_next_steps(order, transfer.until if transfer else "", here),
        track=Link(_("Track my order"), here.at.tracking(key)),
        transfer=transfer,
        account=None if known or not order.email else _account_offer(order, here),
    )


def _account_offer(order: Order, here: Here) -> Form:
    return Form(
        action=here.at.my_account("link"),
        button=_("Create my account"),
        look="outline",
        hidden=(Hidden("email", order.email),),
        note=_("We send a link to %(email)s: your orders, invoices and addresses are then in one place.")
        % {"email": order.email},
    )


def _thanks(order: Order, *, awaits_transfer: bool) -> str:
    if awaits_transfer:
        return _("The items are reserved for you. Only your transfer is missing.")
    if not order.total:
        return _("There is nothing to pay. The confirmation is on its way to %(email)s.") % {"email": order.email}
    return _("Your order is paid. The confirmation is on its way to %(email)s.") % {"email": order.email}


def _next_steps(order: Order, until: str, here: Here) -> tuple[str, ...]:
    if until:
        return (
            _("Please transfer by %(day)s, and quote the reference.") % {"day": until},
            _("We will write to you as soon as it arrives, and prepare the order."),
        )
    day = promised_on(order, here)
    arrival = (arrival_words(order, day_label(day, here.language)),) if day else ()
    files: tuple[str, ...] = (
        _("Your files are on the page of your order in a moment: we write to you when they are."),
    )
    if order.delivery.kind == DOWNLOADED:
        return files
    files = files if order.waiver else ()
    begin = _("We prepare your order.")
    if order.has_on_order:
        begin = _("We prepare your order as soon as everything is here.")
    if order.delivery.kind == PICKUP:
        return (*files, begin, *arrival, _("Give its number when you come to collect it."))
    return (*files, begin, told_when_it_leaves(), *arrival)


def payment_page(
    order: Order, payments: tuple[Payment, ...], here: Here, *, refused: str = "", without: str = ""
) -> PaymentPage:
    """Back from the bank: its answer is awaited, or was no. ``refused`` is why no other attempt was begun, and
    ``without`` the way to pay that cannot be tried just now."""
    payment = latest_payment(payments, difference=bool(order.due))
    key = order_key(order)
    waiting = payment is not None and payment.state in OPEN_ATTEMPT
    title = _("We are waiting for your bank’s answer") if waiting else _("The payment did not go through")
    return PaymentPage(
        head=page_head(
            here,
            _("Payment"),
            lambda at: at.payment(key),
            indexed=False,
            refresh=_REFRESH_SECONDS if waiting else 0,
        ),
        state="pending" if waiting else "failed",
        title=title,
        text=_("This usually takes a few seconds. You may close this page: we will write to you as soon as it is done.")
        if waiting
        else refusal_words(payment),
        total=money_label(left_to_pay(order, payments), here.language),
        number=order.number,
        poll=here.at.payment(key) if waiting else "",
        primary=Link(_("Continue with your bank"), payment.redirect_url)
        if waiting and payment and payment.redirect_url
        else None,
        secondary=Link(_("See my order"), here.at.tracking(key)),
        notices=(Notice("warning", _("No payment can be made just now"), refused),) if refused else (),
        pay_again=pay_again(order, payments, here, without=without),
    )


def pay_again(order: Order, payments: tuple[Payment, ...], here: Here, *, without: str = "") -> PayAgain | None:
    """Another attempt, by any way to pay; or to go on with the one that waits for the buyer."""
    payment = latest_payment(payments, difference=bool(order.due))
    left = left_to_pay(order, payments)
    if not left or (order.waits_for_goods and not payments):
        return None
    action = here.at.payment(order_key(order))
    label = _("Pay %(total)s") % {"total": money_label(left, here.language)}
    if payment is not None and payment.state in OPEN_ATTEMPT:
        if not payment.looked_up:
            others = payment_options(here, "", without=payment.method)
            return PayAgain(action, label, _("Or pay it now another way."), others) if others else None
        if payment.redirect_url:
            return None
        return PayAgain(action, label, _("Your payment was started but not finished."), method=payment.method)
    options = payment_options(here, payment.method if payment else "", without=without)
    if not options:
        return None
    kept = _("Your order was changed, and its total went up.")
    if order.state is OrderState.AWAITING_PAYMENT:
        kept = _("Try again by the same or another payment method.")
    if order.replaces and any(each.secured for each in payments):
        kept = _("Your return has paid its part. This is the difference.")
    return PayAgain(action, label, kept, options)


def tracking_page(
    order: Order,
    payments: tuple[Payment, ...],
    here: Here,
    *,
    notices: tuple[Notice, ...] = (),
    asked_account: MoneyTo | None = None,
) -> TrackingPage:
    """The order's own page, behind its signed address. ``asked_account`` is the form as it was refused."""
    key, latest = order_key(order), latest_payment(payments, difference=bool(order.due))
    known = shipments_of(order.id)
    shipments = _parcels_sent(order, known)
    codes = [each.collection_code for each in known if each.state is ShipmentState.READY]
    title, text = state_words(order, payments, here, codes, shipments)
    support = merchant().support_email
    waiting = latest is not None and latest.state in OPEN_ATTEMPT and bool(order.to_pay)
    return TrackingPage(
        head=page_head(here, _("Your order"), lambda at: at.tracking(key), indexed=False),
        notices=(*notices, *_bank_notice(latest, here, waiting=waiting), *replacing_notice(order, here)),
        title=title,
        text=text,
        steps=steps_of(order, latest, here, delivered_at=delivered_at(order, shipments)),
        order=order_facts(order, payments, here),
        parcels=tuple(
            _parcel(shipment, number, len(shipments), order, here) for number, shipment in enumerate(shipments, 1)
        ),
        files=files_of(order, here),
        documents=tuple(_document(issued, key, here) for issued in documents_of(order.id)),
        cancel=_cancel(order, payments, here),
        pay_again=pay_again(order, payments, here),
        transfer=awaited_transfer(order, latest, here),
        money_to=asked_account or money_to(order, payments, here),
        returns=order_returns(order, [each.arrival for each in known if each.state is ShipmentState.SHIPPED], here),
        review=Link(_("Review these items"), here.at.reviewing(key)) if reviewable_lines(order) else None,
        help=Link(support, f"mailto:{support}") if support else None,
    )


def _bank_notice(payment: Payment | None, here: Here, *, waiting: bool) -> tuple[Notice, ...]:
    """Where the buyer left the bank's page without an answer, the way back to it."""
    if not waiting or payment is None or not payment.redirect_url:
        return ()
    title = _("Your payment was started but not finished.")
    return (Notice("warning", title, "", Link(_("Continue with your bank"), payment.redirect_url)),)


def _cancel(order: Order, payments: tuple[Payment, ...], here: Here) -> Cancel | None:
    """Until somebody prepares it."""
    if order.state is OrderState.CANCELLED or not order.can_be_cancelled_by_buyer:
        return None
    if order.waits_for_goods and not payments:
        words = _("Then no replacement is sent: you get your money back when your return arrives.")
    elif taken(order, payments):
        left = total_of((payment.refundable for payment in payments), order.total.currency)
        words = back_and_disputed(left, payments, here) or _("What was charged has already been refunded.")
    else:
        words = _("Nothing was charged yet: the order is cancelled at once, and the items go back on sale.")
    return Cancel(here.at.cancelling(order_key(order)), words)


_UNDER_WAY = {
    TrackingStatus.HANDED_OVER: gettext_lazy("The carrier has it"),
    TrackingStatus.IN_TRANSIT: gettext_lazy("On its way"),
    TrackingStatus.OUT_FOR_DELIVERY: gettext_lazy("It arrives today"),
    TrackingStatus.ATTEMPTED: gettext_lazy("The carrier called, and no one was in"),
    TrackingStatus.AT_PICKUP_POINT: gettext_lazy("It is waiting for you at the pick-up point"),
    TrackingStatus.RETURNED: gettext_lazy("It is coming back to us: please contact us"),
    TrackingStatus.LOST: gettext_lazy("The carrier cannot find it: please contact us"),
}
"""What a carrier says of a parcel that has not arrived."""


def _parcels_sent(order: Order, known: Sequence[Shipment]) -> list[Shipment]:
    """What is under way; goods that are collected never were."""
    if order.delivery.kind == PICKUP:
        return []
    return [shipment for shipment in known if shipment.state is ShipmentState.SHIPPED]


def _parcel(shipment: Shipment, number: int, of: int, order: Order, here: Here) -> Parcel:
    titles = {line.variant_id: line.title for line in order.lines}
    packed: dict[str, int] = {}
    for content in shipment.packed:
        title = titles.get(content.variant_id, "")
        packed[title] = packed.get(title, 0) + content.quantity
    sent = _("Shipped on %(day)s") % {"day": on_day(shipment.shipped_at, here)} if shipment.shipped_at else ""
    if shipment.delivered_at:
        sent = _("Delivered on %(day)s") % {"day": on_day(shipment.delivered_at, here)}
    elif shipment.last_status in _UNDER_WAY:
        sent = str(_UNDER_WAY[shipment.last_status])
    return Parcel(
        title=_("Parcel %(number)s of %(of)s") % {"number": number, "of": of} if of > 1 else _("Your parcel"),
        carrier=shipment.carrier,
        number=shipment.tracking_number,
        href=shipment.tracking_url,
        status=sent,
        contents=tuple(f"{quantity} × {title}" for title, quantity in packed.items()),
    )


def _document(issued: Issued, key: str, here: Here) -> Document:
    kind = {
        DocumentKind.INVOICE: _("Invoice %(number)s"),
        DocumentKind.CREDIT_NOTE: _("Credit note %(number)s"),
        DocumentKind.DEPOSIT: _("Deposit invoice %(number)s"),
    }[issued.kind]
    day, amount = date_label(issued.issued_on, here.language), money_label(issued.total, here.language)
    return Document(
        kind % {"number": issued.number},
        _("PDF, %(day)s, %(amount)s") % {"day": day, "amount": amount},
        here.at.document(key, issued.number) if issued.state is DocumentState.RENDERED else "",
    )
