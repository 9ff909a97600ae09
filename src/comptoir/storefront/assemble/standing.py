"""How an order stands, in the words of its own page: what is done, what that means, what went back."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from comptoir.domains.fulfilment.values import Shipment
from comptoir.domains.orders.values import DOWNLOADED, Order, OrderState
from comptoir.domains.payments.queries import refunds_for
from comptoir.domains.payments.values import CALLED_OFF, OperationState, Payment, PaymentState, failure_text
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import code_label, day_label, money_label
from comptoir.kernel.money import Money, total_of
from comptoir.storefront.assemble.orders import PICKUP, latest_payment, on_day, promised_on, taken
from comptoir.storefront.here import Here


def state_words(
    order: Order, payments: tuple[Payment, ...], here: Here, codes: Sequence[str], sent: Sequence[Shipment]
) -> tuple[str, str]:
    """How the order stands, and what that means; with the codes for what waits at the counter, and as its parcels that
    were sent arrived."""
    payment = latest_payment(payments)
    collected = order.delivery.kind == PICKUP
    if order.due:
        words = {"amount": money_label(order.due, here.language)}
        return _("%(amount)s still to pay") % words, _("We send your order once this is paid.")
    match order.state:
        case OrderState.AWAITING_PAYMENT if order.waits_for_goods:
            return _("Waiting for your return"), _("These items are reserved for you, and ship when yours arrive.")
        case OrderState.AWAITING_PAYMENT:
            failed = payment is not None and payment.state is PaymentState.FAILED
            text = refusal_words(payment) if failed else _("We prepare it as soon as the payment has arrived.")
            return _("Your order is awaiting payment"), text
        case OrderState.PAID | OrderState.PREPARING if order.delivery.kind == DOWNLOADED:
            return _("Your order is paid"), _("Your files will be here in a moment.")
        case OrderState.PAID:
            title = _("Your order is paid") if order.total else _("We have your order")
            return title, _awaited_words(order, here)
        case OrderState.PREPARING if codes:
            words = {"code": ", ".join(map(code_label, codes))}
            return _("Your order is ready"), _("Show the code %(code)s at the counter.") % words
        case OrderState.PREPARING:
            return _("We are preparing your order"), _awaited_words(order, here)
        case OrderState.PARTLY_SHIPPED:
            return _partly_words(order, sent)
        case OrderState.SHIPPED if order.delivery.kind == DOWNLOADED:
            return _("Your files are ready"), _("You find them below.")
        case OrderState.SHIPPED if collected:
            return _("You have collected your order"), _("Enjoy it, and thank you for your visit.")
        case OrderState.SHIPPED:
            return _sent_words(order, sent, here)
    return _("Your order is cancelled"), _money_back_words(order, payments, here)


def _awaited_words(order: Order, here: Here) -> str:
    """Of an order that is paid and has not left: by when, or that it is late."""
    day = promised_on(order, here)
    if day is None:
        return "" if order.delivery.kind == PICKUP else told_when_it_leaves()
    words = {"day": day_label(day, here.language)}
    if day < local_day(here.now, here.market.time_zone):
        return _("We promised it for %(day)s and we are late. We are sorry: contact us for news.") % words
    return arrival_words(order, words["day"])


def _partly_words(order: Order, sent: Sequence[Shipment]) -> tuple[str, str]:
    """Of an order of which something is still here: files that were ready at once are no parcel."""
    if order.waiver and not sent:
        return _("Your files are ready"), _("You find them below. We are preparing the rest of your order.")
    return _("Part of your order has shipped"), _("The rest follows in another parcel.")


def _sent_words(order: Order, sent: Sequence[Shipment], here: Here) -> tuple[str, str]:
    """Of an order that has left as a whole: on its way, arrived, or not to arrive."""
    if arrived := delivered_at(order, sent):
        return _("Your order was delivered"), _("Delivered on %(day)s.") % {"day": on_day(arrived, here)}
    if any(each.astray for each in sent):
        return _("Your order has shipped"), _("Something went wrong on its way: please contact us.")
    return _("Your parcel has shipped"), _travelling_words(order, here)


def _travelling_words(order: Order, here: Here) -> str:
    """Of a parcel under way. Whether it has arrived, only the buyer knows."""
    day = promised_on(order, here)
    if day is None:
        return ""
    words = {"day": day_label(day, here.language)}
    if day < local_day(here.now, here.market.time_zone):
        return _("It should have reached you by %(day)s. If it has not, contact us.") % words
    return arrival_words(order, words["day"])


def _money_back_words(order: Order, payments: tuple[Payment, ...], here: Here) -> str:
    """Of an order that was called off: what went back for that, and what somebody else decides about."""
    if not taken(order, payments):
        return _("Nothing was charged.")
    asked = (each.amount for each in refunds_for(order.id, CALLED_OFF) if each.state is not OperationState.FAILED)
    back = total_of(asked, order.total.currency)
    return back_and_disputed(back, payments, here) or _("What was charged had already been refunded.")


def back_and_disputed(back: Money, payments: tuple[Payment, ...], here: Here) -> str:
    sentences = []
    if back:
        words = _("You get %(amount)s back to your original payment method, within a few working days.")
        sentences.append(words % {"amount": money_label(back, here.language)})
    if disputed := total_of((payment.disputed for payment in payments), back.currency):
        words = _("You have disputed %(amount)s with your bank: it decides about that.")
        sentences.append(words % {"amount": money_label(disputed, here.language)})
    return " ".join(sentences)


def refusal_words(payment: Payment | None) -> str:
    return (
        failure_text(payment.failure) if payment and payment.failure else _("Nothing was charged. You can try again.")
    )


def arrival_words(order: Order, day: str) -> str:
    if order.delivery.kind == PICKUP:
        return _("It will be ready by %(day)s.") % {"day": day}
    return _("It will reach you by %(day)s.") % {"day": day}


def told_when_it_leaves() -> str:
    return _("We send you a message when the parcel ships, with its tracking number.")


def delivered_at(order: Order, sent: Sequence[Shipment]) -> datetime | None:
    """When the last parcel of an order arrived of which nothing is left to send."""
    arrived = [each.delivered_at for each in sent]
    if order.state is not OrderState.SHIPPED or not arrived:
        return None
    return None if None in arrived else max(filter(None, arrived))
