"""Orders as they stand, and what would become of one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import pgettext

from comptoir.domains.catalogue.values import VariantId, VariantKind, Withdrawal
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.models import Gesture as GestureRow
from comptoir.domains.orders.models import HoldRules as RulesRow
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.models import OrderLine as LineRecord
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.rules import (
    money_verdict,
    read_delivery,
    read_kit,
    repaid_lines,
    revised,
    spread_over_lines,
    worth_of,
)
from comptoir.domains.orders.values import (
    DOWNLOADED,
    AwaitedMoney,
    ChosenDelivery,
    Gesture,
    GestureWay,
    HoldRules,
    MoneyVerdict,
    Order,
    OrderHeading,
    OrderId,
    OrderLine,
    OrderRevision,
    OrderState,
    signed_text,
)
from comptoir.domains.payments.values import PaymentId
from comptoir.domains.pricing.values import TaxCategory, TaxLine
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch


def order(order_id: OrderId) -> Order:
    """One order with its lines, for whoever was already let in: a flow, or a surface that checked the token.

    :raises UnknownOrder: when there is none.
    """
    record = OrderRecord.objects.filter(pk=order_id).first()
    if record is None:
        raise UnknownOrder(order_id=str(order_id))
    return _order(record, list(LineRecord.objects.filter(order_id=order_id).order_by("position")))


def signed_of(order_id: OrderId) -> str:
    """What is signed in the link of an order.

    :raises UnknownOrder: when there is none.
    """
    versions = list(OrderRecord.objects.filter(pk=order_id).values_list("link_version", flat=True))
    if not versions:
        raise UnknownOrder(order_id=str(order_id))
    return signed_text(order_id, versions[0])


def order_for_staff(order_id: OrderId, *, actor: Actor) -> Order:
    """One order, if the actor may see the orders of its market.

    :raises UnknownOrder: when there is none.
    """
    found = order(order_id)
    actor.must(ORDERS_VIEW, market=found.market)
    return found


def order_of_cart(cart_id: UUID) -> OrderId | None:
    """The order a cart became."""
    found = OrderRecord.objects.filter(cart_id=cart_id).values_list("id", flat=True).first()
    return OrderId(found) if found else None


def order_ids_by_number(numbers: Collection[str]) -> dict[str, OrderId]:
    """The orders of those numbers that exist."""
    found = OrderRecord.objects.filter(number__in=numbers).values_list("number", "id")
    return {number: OrderId(id) for number, id in found}


def numbers_for(order_ids: Collection[UUID]) -> dict[OrderId, str]:
    """What people call these orders; those that do not exist are left out."""
    found = OrderRecord.objects.filter(pk__in=order_ids).values_list("id", "number")
    return {OrderId(id): number for id, number in found}


def states_of(order_ids: Collection[OrderId]) -> dict[OrderId, OrderState]:
    """The present state of each order that exists."""
    found = OrderRecord.objects.filter(pk__in=order_ids).values_list("id", "state")
    return {OrderId(id): OrderState(state) for id, state in found}


def headings_for(order_ids: Collection[OrderId]) -> dict[OrderId, OrderHeading]:
    """What each order that exists is called, where it was placed and how it stands."""
    names = ("id", "number", "state", "market_id", "gift_message")
    found = OrderRecord.objects.filter(pk__in=order_ids).values_list(*names)
    return {
        OrderId(id): OrderHeading(
            id=OrderId(id), number=number, state=OrderState(state), market=market, is_gift=message is not None
        )
        for id, number, state, market, message in found
    }


def awaited_money(order_id: UUID) -> AwaitedMoney:
    """What an order expects of its payments. Locks the order until the transaction ends.

    Whoever changes what is paid, kept or shipped for an order does this first (or moves the order, which locks it too):
    so cancelling, paying and trying again wait for each other at one door, instead of each holding what another wants.

    :raises UnknownOrder: when there is none.
    """
    rows = fetch(
        """SELECT state, total_minor, due_minor, currency, array_remove(counted_payments || paid_by, NULL), voucher,
                  number FROM orders_order WHERE id = %s FOR NO KEY UPDATE""",
        [order_id],
    )
    if not rows:
        raise UnknownOrder(order_id=str(order_id))
    state, total_minor, due_minor, currency, counted, voucher, number = rows[0]
    return AwaitedMoney(
        state=OrderState(state),
        total=Money(total_minor, currency),
        due=Money(due_minor, currency),
        counted=frozenset(counted),
        voucher=voucher,
        number=number,
    )


def verdict_on_money(
    awaited: AwaitedMoney, *, payment_id: PaymentId, secured: Mapping[PaymentId, Money]
) -> MoneyVerdict:
    """What to do with the money that a payment holds for an order, given what all its payments hold."""
    return money_verdict(awaited, payment_id=payment_id, secured=secured)


def revision_of(
    order: Order,
    *,
    called_off: Mapping[int, int],
    added: Sequence[tuple[OrderLine, TaxCategory]] = (),
    shipping_address: Address | None = None,
    billing_address: Address | None = None,
    email: str | None = None,
    delivery: ChosenDelivery | None = None,
) -> OrderRevision:
    """What would be agreed after a change of an order; None keeps what there is. Nothing is written.

    :raises TooManyPieces: when more is called off than is left to send.
    :raises NothingLeft: when no piece would be left.
    """
    return revised(
        order,
        called_off=called_off,
        added=added,
        shipping_address=shipping_address or order.shipping_address,
        billing_address=billing_address or order.billing_address,
        email=email or order.email,
        delivery=delivery or order.delivery,
    )


def no_delivery(*, language: str, currency: str, on: date) -> ChosenDelivery:
    """How goods come that do not travel: at once, for nothing."""
    with translation.override(language):
        label = pgettext("delivery", "Download")
    return ChosenDelivery(
        code="",
        label=label,
        kind=DOWNLOADED,
        place_code="",
        carrier="",
        price=Money.zero(currency),
        promised_on=on,
    )


def hold_rules(market: str) -> HoldRules:
    """Which orders of a market are held as soon as they are paid; none where nobody has said. One statement."""
    row = RulesRow.objects.filter(market_id=market).first()
    if row is None:
        return HoldRules()
    amounts = {"amount_above": row.amount_above_minor, "first_above": row.first_above_minor}
    currency = market_of(market).currency
    return HoldRules(
        **{name: None if minor is None else Money(minor, currency) for name, minor in amounts.items()},
        countries_differ=row.countries_differ,
        orders_most=row.orders_most,
        emails_most=row.emails_most,
        tries_most=row.tries_most,
        hours=row.hours,
    )


def gestures_of(order_id: UUID) -> tuple[Gesture, ...]:
    """The money that staff gave back of an order of which nothing came back, in that order."""
    rows = GestureRow.objects.filter(order_id=order_id).order_by("granted_at", "id")
    found = rows.values_list("id", "amount_minor", "order__currency", "way", "positions")
    return tuple(
        Gesture(id=id, amount=Money(minor, currency), way=GestureWay(way), positions=tuple(positions))
        for id, minor, currency, way, positions in found
    )


def given_back_in_full(order: Order, gestures: Sequence[Gesture]) -> frozenset[int]:
    """The lines of an order (by position) of which those gestures gave back all that was paid. No statement."""
    return repaid_lines(order, gestures)


def gesture_worth(order: Order, positions: Collection[int]) -> Money:
    """What a gesture about those lines of an order may come to at most. No statement."""
    return worth_of(order, positions)


def pieces_to_ship(order_id: OrderId, goods: Sequence[tuple[VariantId, int]]) -> dict[int, int]:
    """Which pieces of which lines (by position) those are, of what is still to be sent.

    :raises UnknownOrder: when there is no such order.
    :raises TooManyPieces: when fewer of a variant are to be sent.
    """
    return spread_over_lines(order(order_id).lines, goods)


def _order(record: OrderRecord, lines: list[LineRecord]) -> Order:
    currency = record.currency
    facts: dict[str, Any] = {
        name: getattr(record, name)
        for name in (
            *("number", "cart_id", "channel", "email", "language", "comment", "terms_version"),
            *("voucher", "waiver", "gift_message"),
        )
    }
    return Order(
        id=OrderId(record.id),
        state=OrderState(record.state),
        market=record.market_id,
        legal_entity_id=record.legal_entity_id,
        customer_id=CustomerId(record.customer_id),
        lines=tuple(_line(line, currency) for line in lines),
        goods_total=Money(record.goods_minor, currency),
        delivery=read_delivery(record.delivery, currency),
        total=Money(record.total_minor, currency),
        taxes=tuple(TaxLine.read(tax, currency) for tax in record.taxes),
        shipping_address=Address.read(record.shipping_address),
        billing_address=Address.read(record.billing_address),
        placed_at=record.placed_at,
        paid_at=record.paid_at,
        shipped_at=record.shipped_at,
        cancelled_at=record.cancelled_at,
        revision=record.revision,
        link_version=record.link_version,
        due=Money(record.due_minor, currency),
        held_because=record.held_because,
        replaces=OrderId(record.replaces_id) if record.replaces_id else None,
        awaits_goods=record.awaits_goods,
        **facts,
    )


def _line(line: LineRecord, currency: str) -> OrderLine:
    return OrderLine(
        position=line.position,
        variant_id=VariantId(line.variant_id),
        sku=line.sku,
        title=line.title,
        options=line.options,
        image=line.image,
        quantity=line.quantity,
        unit_price=Money(line.unit_price_minor, currency),
        discount=Money(line.discount_minor, currency),
        total=Money(line.total_minor, currency),
        tax_class=line.tax_class,
        tax_rate=Decimal(line.tax_rate),
        weight_grams=line.weight_grams,
        cancelled=line.cancelled,
        shipped=line.shipped,
        returned=line.returned,
        withdrawal=Withdrawal(line.withdrawal),
        on_order=line.on_order,
        kind=VariantKind(line.kind),
        kit=read_kit(line.kit, currency),
    )
