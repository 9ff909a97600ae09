"""What was ordered, frozen: the facts that every page about an order shows."""

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.network.queries import places_for
from comptoir.domains.network.values import Place
from comptoir.domains.orders.values import Order, OrderState
from comptoir.domains.payments.queries import methods
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.kernel.addresses import Address
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, day_label, locale_of, money_label
from comptoir.kernel.money import total_of
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.basket import tax_note
from comptoir.storefront.assemble.pictures import small, thumbnail
from comptoir.storefront.assemble.promises import amount_or_free
from comptoir.storefront.here import Here
from comptoir.storefront.pages.checkout import SummaryLine
from comptoir.storefront.pages.order import OrderFacts
from comptoir.storefront.pages.parts import Postal, Total

PICKUP = "pickup"


def order_facts(order: Order, payments: tuple[Payment, ...], here: Here) -> OrderFacts:
    """One statement beside the order's own, for the pictures."""
    language = here.language
    return OrderFacts(
        number=order.number,
        placed=on_date(order.placed_at, here),
        email=order.email,
        lines=_lines(order, language),
        totals=(
            Total(_("Goods"), money_label(order.goods_total, language)),
            Total(_("Delivery"), amount_or_free(order.delivery.price, language), order.delivery.label),
        ),
        total=_total(order, language),
        addresses=_addresses(order, here),
        delivery=_delivery(order, here),
        payment=payment_words(order, payments, here),
        comment=order.comment,
    )


def promised_on(order: Order, here: Here) -> date | None:
    """The day by which the goods arrive or can be collected, while that promise holds."""
    return order.promised_day(here.market.time_zone)


def _delivery(order: Order, here: Here) -> str:
    day = promised_on(order, here)
    if day is None:
        return order.delivery.label
    words = _("%(label)s, ready by %(day)s") if order.delivery.kind == PICKUP else _("%(label)s, by %(day)s")
    return words % {"label": order.delivery.label, "day": day_label(day, here.language)}


def on_date(instant: datetime, here: Here) -> str:
    return date_label(local_day(instant, here.market.time_zone), here.language)


def on_day(instant: datetime, here: Here) -> str:
    return day_label(local_day(instant, here.market.time_zone), here.language)


def _lines(order: Order, language: str) -> tuple[SummaryLine, ...]:
    variants = variants_for([line.variant_id for line in order.lines])
    return tuple(
        SummaryLine(
            line.title,
            line.options,
            thumbnail(variants[line.variant_id].image) if line.variant_id in variants else small(line.image),
            line.quantity,
            money_label(line.total, language),
        )
        for line in order.lines
    )


def _total(order: Order, language: str) -> Total:
    tax = total_of((line.tax for line in order.taxes), order.total.currency)
    return Total(_("Total"), money_label(order.total, language), tax_note(tax, language), strong=True)


def _addresses(order: Order, here: Here) -> tuple[Postal, ...]:
    """Where the goods go, and who pays, if that is somebody else or somewhere else."""
    billed = Postal(_("Invoice to"), _written(order.billing_address, here))
    if order.delivery.kind == PICKUP:
        place = places_for([order.delivery.place_code]).get(order.delivery.place_code)
        return (Postal(_("Collect at"), _signposted(place, here)), billed) if place else (billed,)
    sent = Postal(_("Delivery to"), _written(order.shipping_address, here))
    return (Postal(_("Delivery and invoice to"), sent.lines),) if sent.lines == billed.lines else (sent, billed)


def _signposted(place: Place, here: Here) -> tuple[str, ...]:
    """The place by its name in the buyer's language, not by that of its address, and where it is."""
    return (text_in(place.name, here.language), *_written(replace(place.address, name="", company=""), here))


def _written(address: Address, here: Here) -> tuple[str, ...]:
    country = str(locale_of(here.language).territories.get(address.country, address.country))
    return (*address.lines, country)


def payment_words(order: Order, payments: tuple[Payment, ...], here: Here) -> str:
    """How the order is paid, and how that stands."""
    latest = latest_payment(payments)
    if latest is None:
        return ""
    known = {method.code: method for method in methods(order.market)}
    label = text_in(known[latest.method].labels, here.language) if latest.method in known else latest.method
    return _("%(method)s, %(state)s") % {"method": label, "state": _state_words(order, latest, here)}


def latest_payment(payments: tuple[Payment, ...]) -> Payment | None:
    """The attempt that counts: the one with money in it, else the last one."""
    paid = next((payment for payment in payments if payment.secured.minor or payment.captured.minor), None)
    return paid or (payments[-1] if payments else None)


def _state_words(order: Order, payment: Payment, here: Here) -> str:
    match payment.state:
        case PaymentState.CAPTURED:
            when = payment.captured_at or order.paid_at or order.placed_at
            return _("paid on %(day)s") % {"day": on_date(when, here)}
        case PaymentState.AUTHORISED:
            return _("reserved with your bank, taken when the goods leave")
        case PaymentState.REFUNDED | PaymentState.PARTIALLY_REFUNDED:
            return _("%(amount)s paid back") % {"amount": money_label(payment.refunded, here.language)}
        case PaymentState.VOIDED:
            return _("given up, nothing was taken")
        case PaymentState.FAILED:
            return _("refused, nothing was taken")
    return _("awaited") if order.state is OrderState.AWAITING_PAYMENT else _("being checked")
