"""What was ordered, frozen: the facts that every page about an order shows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.queries import awaited_for
from comptoir.domains.network.queries import places_for
from comptoir.domains.network.values import Place
from comptoir.domains.orders.values import DOWNLOADED, LineWait, Order, OrderLine, SoldTogether, sold_together
from comptoir.domains.payments.queries import methods
from comptoir.domains.payments.values import STORED_VALUE, Payment, PaymentState
from comptoir.domains.stored_value.queries import balance_of, redemption_of
from comptoir.kernel.addresses import Address
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, day_label, locale_of, money_label
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.basket import contents_words, goods_totals, tax_note
from comptoir.storefront.assemble.pictures import small, thumbnail
from comptoir.storefront.assemble.promises import amount_or_free
from comptoir.storefront.assemble.stock import wait_words
from comptoir.storefront.here import Here
from comptoir.storefront.pages.checkout import SummaryLine
from comptoir.storefront.pages.order import OrderFacts
from comptoir.storefront.pages.parts import Postal, Total

PICKUP = "pickup"


def order_facts(order: Order, payments: tuple[Payment, ...], here: Here) -> OrderFacts:
    """One statement beside the order's own, for the pictures, and one where goods are still to come."""
    language = here.language
    return OrderFacts(
        number=order.number,
        placed=on_date(order.placed_at, here),
        email=order.email,
        lines=_lines(order, here),
        totals=(
            *goods_totals(order.undiscounted, order.discount, order.voucher, language),
            *_delivery_total(order, language),
        ),
        total=_total(order, language),
        addresses=_addresses(order, here),
        delivery=_delivery(order, here),
        payments=payment_words(order, payments, here),
        comment=order.comment,
        is_gift=order.gift_message is not None,
        gift_message=order.gift_message or "",
        waiver=order.waiver,
    )


def _delivery_total(order: Order, language: str) -> tuple[Total, ...]:
    if order.delivery.kind == DOWNLOADED:
        return ()
    return (Total(_("Delivery"), amount_or_free(order.delivery.price, language), order.delivery.label),)


def promised_on(order: Order, here: Here) -> date | None:
    """The day by which the goods arrive or can be collected, while that promise holds."""
    return order.promised_day(here.market.time_zone)


def _delivery(order: Order, here: Here) -> str:
    day = promised_on(order, here)
    if day is None or order.delivery.kind == DOWNLOADED:
        return order.delivery.label
    words = _("%(label)s, ready by %(day)s") if order.delivery.kind == PICKUP else _("%(label)s, by %(day)s")
    return words % {"label": order.delivery.label, "day": day_label(day, here.language)}


def on_date(instant: datetime, here: Here) -> str:
    return date_label(local_day(instant, here.market.time_zone), here.language)


def on_day(instant: datetime, here: Here) -> str:
    return day_label(local_day(instant, here.market.time_zone), here.language)


def _lines(order: Order, here: Here) -> tuple[SummaryLine, ...]:
    together = [each for each in sold_together(order.lines) if each.wanted]
    waits, shown = waits_of(order), [each.kit or each.lines[0] for each in together]
    variants = variants_for([each.variant_id for each in shown])
    return tuple(
        SummaryLine(
            known.title,
            " · ".join(filter(None, (known.options, contents_of(each)))),
            thumbnail(variants[known.variant_id].image) if known.variant_id in variants else small(known.image),
            each.wanted,
            money_label(each.undiscounted, here.language),
            _waits(each, waits, here),
        )
        for known, each in zip(shown, together, strict=True)
    )


def contents_of(sold: SoldTogether) -> str:
    """What is in all the kits of a line; nothing where it is none."""
    return contents_words((pieces, line.title, line.options) for line, pieces in sold.contents) if sold.kit else ""


def _waits(sold: SoldTogether, waits: Mapping[int, LineWait], here: Here) -> str:
    """A kit waits for the part that comes last."""
    late = [(line, waits[line.position]) for line in sold.lines if line.position in waits]
    if not late:
        return ""
    line, wait = max(late, key=lambda each: (each[1].expected_on is None, each[1].expected_on or date.min))
    return (
        _wait_words(line, wait, here)
        if sold.kit is None
        else wait_words(wait.expected_on, here, preorder=wait.preorder)
    )


def waits_of(order: Order) -> dict[int, LineWait]:
    """What of an order's lines is still to come. A statement, where something was to come when it was ordered."""
    return order.waits(awaited_for([order.id]).get(order.id, ()), as_told=True) if order.has_on_order else {}


def _wait_words(line: OrderLine, wait: LineWait, here: Here) -> str:
    count = wait.pieces if wait.pieces < line.wanted else None
    return wait_words(wait.expected_on, here, preorder=wait.preorder, count=count)


def _total(order: Order, language: str) -> Total:
    tax = total_of((line.tax for line in order.taxes), order.total.currency)
    return Total(_("Total"), money_label(order.total, language), tax_note(tax, language), strong=True)


def _addresses(order: Order, here: Here) -> tuple[Postal, ...]:
    """Where the goods go, and who pays, if that is somebody else or somewhere else."""
    billed = Postal(_("Billing address"), _written(order.billing_address, here))
    if order.delivery.kind == PICKUP:
        place = places_for([order.delivery.place_code]).get(order.delivery.place_code)
        return (Postal(_("Collect at"), _signposted(place, here)), billed) if place else (billed,)
    sent = Postal(_("Delivery address"), _written(order.shipping_address, here))
    return (Postal(_("Delivery and billing"), sent.lines),) if sent.lines == billed.lines else (sent, billed)


def _signposted(place: Place, here: Here) -> tuple[str, ...]:
    """The place by its name in the buyer's language, not by that of its address, and where it is."""
    return (text_in(place.name, here.language), *_written(replace(place.address, name="", company=""), here))


def _written(address: Address, here: Here) -> tuple[str, ...]:
    country = str(locale_of(here.language).territories.get(address.country, address.country))
    return (*address.lines, country)


def payment_words(order: Order, payments: tuple[Payment, ...], here: Here) -> tuple[str, ...]:
    """How the order is paid, and how that stands: each payment that took something, and the one that counts."""
    if order.waits_for_goods and not payments:
        return (_("With your return"),)
    if not (payments or order.total):
        return (_("Nothing to pay."),)
    latest = latest_payment(payments)
    told = [payment for payment in payments if payment is latest or _holds(payment)]
    known = {method.code: method for method in methods(order.market)}
    labels = {code: text_in(method.labels, here.language) for code, method in known.items()}
    return tuple(
        (_("%(method)s, %(amount)s, %(state)s") if len(told) > 1 else _("%(method)s, %(state)s"))
        % {
            "method": labels.get(payment.method, payment.method),
            "amount": money_label(payment.amount, here.language),
            "state": _state_words(order, payment, here) + _left_words(order, payment, here),
        }
        for payment in told
    )


def _left_words(order: Order, payment: Payment, here: Here) -> str:
    """What a gift card or store credit holds still, for who has just paid with it. Of the credit that an exchange is
    paid with nobody is told."""
    by_code = payment.provider == STORED_VALUE and payment.captured and not order.replaces
    used = redemption_of(payment.id) if by_code else None
    if used is None:
        return ""
    left = money_label(balance_of(used.account_id), here.language)
    return _(", %(amount)s left on it") % {"amount": left}


def latest_payment(payments: tuple[Payment, ...], *, difference: bool = False) -> Payment | None:
    """The attempt that counts: the one with money in it, else the last one. Of a ``difference``, the last one, if it
    came to nothing yet. A gift card counts when nothing else was to pay."""
    if difference:
        return payments[-1] if payments and not payments[-1].secured else None
    chosen = [payment for payment in payments if payment.provider != STORED_VALUE] or list(payments)
    paid = next((payment for payment in chosen if _holds(payment)), None)
    return paid or (chosen[-1] if chosen else None)


def left_to_pay(order: Order, payments: tuple[Payment, ...]) -> Money:
    """What no payment holds yet, of the order or of what a change made it dearer by."""
    return order.left_to_pay(total_of((payment.secured for payment in payments), order.total.currency))


def taken(order: Order, payments: tuple[Payment, ...]) -> Money:
    """All that was taken for the order, whatever went back since."""
    return total_of((payment.captured for payment in payments), order.total.currency)


def _holds(payment: Payment) -> bool:
    return bool(payment.secured or payment.captured)


def _state_words(order: Order, payment: Payment, here: Here) -> str:
    match payment.state:
        case PaymentState.CAPTURED:
            when = payment.captured_at or order.paid_at or order.placed_at
            return _("paid on %(day)s") % {"day": on_date(when, here)}
        case PaymentState.AUTHORISED if not payment.voiding:
            return _("authorised by your bank, charged when the items ship")
        case PaymentState.REFUNDED | PaymentState.PARTIALLY_REFUNDED:
            return _("%(amount)s refunded") % {"amount": money_label(payment.refunded, here.language)}
        case PaymentState.VOIDED | PaymentState.AUTHORISED:
            return _("abandoned, nothing was charged")
        case PaymentState.FAILED:
            return _("refused, nothing was charged")
    return _("pending") if order.to_pay else _("being checked")
