"""Pure rules of orders: how frozen values are written and read back, and what an order is found by."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.errors import NothingLeft, OrderNotPast, TooManyPieces
from comptoir.domains.orders.values import (
    ORDER_STATES,
    AwaitedMoney,
    ChosenDelivery,
    Gesture,
    HoldFacts,
    HoldRule,
    HoldRules,
    Kit,
    MoneyVerdict,
    Order,
    OrderLine,
    OrderRevision,
    OrderState,
    PastOrder,
)
from comptoir.domains.payments.values import PaymentId
from comptoir.domains.pricing.values import TaxCategory, TaxLine, tax_within
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money, total_of


def money_verdict(awaited: AwaitedMoney, *, payment_id: PaymentId, secured: Mapping[PaymentId, Money]) -> MoneyVerdict:
    """What to do with what a payment holds, given what every payment of the order holds.

    Until an order is paid, all its payments count together. After that, those that paid it count, and another one only
    while something is due that a revision made it dearer by; what it holds beyond that goes back.
    """
    zero = Money.zero(awaited.total.currency)
    held = secured.get(payment_id, zero)
    if awaited.state is OrderState.AWAITING_PAYMENT:
        return MoneyVerdict.PAYS if total_of(secured.values(), zero.currency) >= awaited.total else MoneyVerdict.NOTHING
    if not held:
        return MoneyVerdict.NOTHING
    if awaited.state is OrderState.CANCELLED:
        return MoneyVerdict.GIVE_BACK
    if payment_id in awaited.counted:
        return MoneyVerdict.NOTHING
    return MoneyVerdict.COMPLETES if awaited.due else MoneyVerdict.GIVE_BACK


def revised(
    order: Order,
    *,
    called_off: Mapping[int, int],
    added: Sequence[tuple[OrderLine, TaxCategory]],
    shipping_address: Address,
    billing_address: Address,
    email: str,
    delivery: ChosenDelivery,
) -> OrderRevision:
    """The agreement without so many pieces of the lines at those positions, with the added lines, to those addresses.

    ``delivery`` keeps its price, unless nothing is left of the order: all that was sent came back, and the rest is
    called off (article 13 paragraph 1 of directive 2011/83/EU, L221-24). What the order gets dearer by is due, what it
    gets cheaper by is too much: whatever was paid, and whatever went back for other reasons.

    :raises TooManyPieces: when more is called off than is left to send.
    :raises NothingLeft: when no piece would be left: such an order is cancelled.
    """
    lines = tuple(_without(line, called_off.get(line.position, 0)) for line in order.lines)
    if set(called_off) - {line.position for line in lines}:
        raise TooManyPieces(field="quantity")
    known = {tax.rate: tax for tax in order.taxes}
    every = (*lines, *(line for line, _ in added))
    if not any(line.wanted for line in every):
        raise NothingLeft
    categories = {rate: tax.category for rate, tax in known.items()} | {line.tax_rate: kind for line, kind in added}
    goods, zero = total_of((line.total for line in every), order.total.currency), Money.zero(order.total.currency)
    delivered = any(line.wanted > line.returned for line in every)
    price = delivery.price if delivered else zero
    shares = _delivery_shares(order, every, price)
    at_rates = (
        _tax_at(order, every, known.get(rate), rate, kind, delivery=shares.get(rate, zero))
        for rate, kind in categories.items()
    )
    wanted_at = {line.tax_rate for line in every if line.wanted}  # also what costs nothing has its rate
    taxes = tuple(tax for tax in at_rates if tax.gross or tax.rate in wanted_at)
    total = goods + price
    balance = order.due + total - order.total if order.paid_at else zero
    return OrderRevision(
        builds_on=order.revision,
        lines_before=len(order.lines),
        lines=every,
        goods_total=goods,
        total=total,
        due=max(balance, zero),
        too_much=max(-balance, zero),
        taxes=taxes,
        shipping_address=shipping_address,
        billing_address=billing_address,
        email=email,
        delivery=replace(delivery, price=price),
    )


def _without(line: OrderLine, count: int) -> OrderLine:
    if not 0 <= count <= line.to_ship:
        raise TooManyPieces(field="quantity")
    return replace(line, cancelled=line.cancelled + count, total=line.price_of(line.wanted - count))


def _tax_at(
    order: Order,
    lines: Sequence[OrderLine],
    known: TaxLine | None,
    rate: Decimal,
    category: TaxCategory,
    *,
    delivery: Money,
) -> TaxLine:
    """The tax at a rate: goods as they are now wanted, with delivery's share."""
    gross = total_of((line.total for line in lines if line.tax_rate == rate), delivery.currency) + delivery
    tax = tax_within(gross, rate)
    country = known.country if known else order.taxes[0].country
    return TaxLine(rate=rate, category=category, net=gross - tax, tax=tax, gross=gross, country=country)


def _delivery_shares(order: Order, lines: Sequence[OrderLine], price: Money) -> dict[Decimal, Money]:
    """What delivery costs at each rate: as it was where its price stays, else in proportion to the goods (to the pieces
    where those cost nothing), the highest rate first."""
    if price == order.delivery.price:
        goods = {
            tax.rate: total_of((line.total for line in order.lines if line.tax_rate == tax.rate), price.currency)
            for tax in order.taxes
        }
        return {tax.rate: tax.gross - goods[tax.rate] for tax in order.taxes}
    wanted = [line for line in lines if line.wanted]
    rates = sorted({line.tax_rate for line in wanted}, reverse=True)
    weights = [sum(line.total.minor for line in wanted if line.tax_rate == rate) for rate in rates]
    if not any(weights):
        weights = [sum(line.wanted for line in wanted if line.tax_rate == rate) for rate in rates]
    return dict(zip(rates, price.allocate(weights), strict=True)) if price else {}


def rule_that_holds(rules: HoldRules, facts: HoldFacts) -> HoldRule | None:
    """The first rule that holds an order back; None: it goes on."""
    to, billed = facts.countries
    found = (
        (HoldRule.AMOUNT, rules.amount_above is not None and facts.total > rules.amount_above),
        (HoldRule.FIRST_AMOUNT, facts.is_first and rules.first_above is not None and facts.total > rules.first_above),
        (HoldRule.COUNTRIES, rules.countries_differ and to != billed),
        (HoldRule.MANY_ORDERS, rules.orders_most is not None and facts.orders > rules.orders_most),
        (HoldRule.MANY_EMAILS, rules.emails_most is not None and facts.emails > rules.emails_most),
        (HoldRule.MANY_TRIES, rules.tries_most is not None and facts.tries > rules.tries_most),
    )
    return next((rule for rule, applies in found if applies), None)


def worth_of(order: Order, positions: Collection[int]) -> Money:
    """What lines were paid with, less what came back of them; of no lines in particular: what the order comes to."""
    if not positions:
        return order.total
    lines = (line for line in order.lines if line.position in positions)
    return total_of(
        (line.price_of(line.wanted - line.returned, after=line.returned) for line in lines), order.total.currency
    )


def repaid_lines(order: Order, gestures: Sequence[Gesture]) -> frozenset[int]:
    """The lines (by position) of which gestures gave back all that was paid: named alone, with others, or as part of an
    order that was given back whole."""
    every = frozenset(line.position for line in order.lines)
    given: dict[frozenset[int], int] = {}
    for each in gestures:
        about = frozenset(each.positions)
        given[about] = given.get(about, 0) + each.amount.minor
    if gestures and sum(given.values()) >= order.total.minor:
        return every
    whole = (about for about, minor in given.items() if about and minor >= worth_of(order, about).minor)
    return frozenset().union(*whole)


def spread_over_lines(lines: Sequence[OrderLine], goods: Sequence[tuple[VariantId, int]]) -> dict[int, int]:
    """Which lines so many pieces of variants are of, of what is still to be sent: the first lines first.

    :raises TooManyPieces: when fewer are to be sent.
    """
    wanted: dict[VariantId, int] = {}
    for variant_id, quantity in goods:
        wanted[variant_id] = wanted.get(variant_id, 0) + quantity
    pieces = {}
    for line in lines:
        if part := min(line.to_ship, wanted.get(line.variant_id, 0)):
            pieces[line.position] = part
            wanted[line.variant_id] -= part
    if any(wanted.values()):
        raise TooManyPieces(field="quantity")
    return pieces


PAST = timedelta(days=30)
"""So long ago must an order have ended to be taken over: until then its events are kept, one by one."""

type Course = tuple[tuple[OrderState, datetime], ...]


def course_of(past: PastOrder, *, now: datetime) -> Course:
    """The states of a past order with the instants at which it reached them, first to last.

    :raises OrderNotPast: unless they follow each other along the table of states to an end that is long past.
    """
    reached = (
        (OrderState.AWAITING_PAYMENT, past.placed_at),
        (OrderState.PAID, past.paid_at),
        (OrderState.PREPARING, past.prepared_at),
        (OrderState.SHIPPED, past.shipped_at),
        (OrderState.CANCELLED, past.cancelled_at),
    )
    course = tuple((state, at) for state, at in reached if at is not None)
    follows = all(ORDER_STATES.allows(old, new) and before <= after for (old, before), (new, after) in pairwise(course))
    last, ended_at = course[-1]
    is_paid = past.paid_at is not None
    if not follows or last not in ORDER_STATES.terminal or ended_at > now - PAST or is_paid != bool(past.paid_by):
        raise OrderNotPast(order_id=str(past.draft.id))
    return course


def order_of(past: PastOrder, *, number: str, state: OrderState) -> Order:
    """The past order as it stands once it has its number."""
    draft = past.draft
    return Order(
        id=draft.id,
        number=number,
        state=state,
        cart_id=draft.cart_id,
        market=draft.market,
        legal_entity_id=draft.legal_entity_id,
        channel=draft.channel,
        customer_id=draft.customer_id,
        email=draft.email,
        language=draft.language,
        lines=tuple(replace(line, shipped=line.quantity if past.shipped_at else 0) for line in draft.lines),
        goods_total=draft.goods_total,
        delivery=draft.delivery,
        total=draft.total,
        taxes=draft.taxes,
        shipping_address=draft.shipping_address,
        billing_address=draft.billing_address,
        comment=draft.comment,
        terms_version=draft.terms_version,
        placed_at=past.placed_at,
        paid_at=past.paid_at,
        shipped_at=past.shipped_at,
        cancelled_at=past.cancelled_at,
        revision=1,
        due=Money.zero(draft.total.currency),
        held_because="",
        voucher=draft.voucher,
        waiver=draft.waiver,
        gift_message=draft.gift_message,
    )


def delivery_json(delivery: ChosenDelivery, *, sorted_on: date) -> dict[str, Any]:
    """With ``undated`` where no day is promised: then ``sorted_on`` stands for it, as in the column of that name."""
    return {
        "code": delivery.code,
        "label": delivery.label,
        "kind": delivery.kind,
        "place_code": delivery.place_code,
        "carrier": delivery.carrier,
        "price_minor": delivery.price.minor,
        "promised_on": (delivery.promised_on or sorted_on).isoformat(),
        **({} if delivery.promised_on else {"undated": True}),
    }


def read_delivery(stored: dict[str, Any], currency: str) -> ChosenDelivery:
    return ChosenDelivery(
        code=stored["code"],
        label=stored["label"],
        kind=stored["kind"],
        place_code=stored["place_code"],
        carrier=stored["carrier"],
        price=Money(stored["price_minor"], currency),
        promised_on=None if "undated" in stored else date.fromisoformat(stored["promised_on"]),
    )


def line_json(line: OrderLine) -> dict[str, Any]:
    """As the columns of the line's table."""
    return {
        "position": line.position,
        "variant_id": line.variant_id,
        "sku": line.sku,
        "title": line.title,
        "options": line.options,
        "image": line.image,
        "quantity": line.quantity,
        "shipped": line.shipped,
        "unit_price_minor": line.unit_price.minor,
        "discount_minor": line.discount.minor,
        "total_minor": line.total.minor,
        "tax_class": line.tax_class,
        "tax_rate": str(line.tax_rate),
        "weight_grams": line.weight_grams,
        "withdrawal": str(line.withdrawal),
        "on_order": line.on_order,
        "kind": str(line.kind),
        "kit": _kit_json(line.kit) if line.kit else None,
    }


def _kit_json(kit: Kit) -> dict[str, Any]:
    names = ("number", "variant_id", "sku", "title", "options", "image", "quantity")
    return {name: getattr(kit, name) for name in names} | {"unit_price_minor": kit.unit_price.minor}


def read_kit(stored: dict[str, Any] | None, currency: str) -> Kit | None:
    if stored is None:
        return None
    facts = {name: stored[name] for name in ("number", "sku", "title", "options", "image", "quantity")}
    price = Money(stored["unit_price_minor"], currency)
    return Kit(variant_id=VariantId(UUID(stored["variant_id"])), unit_price=price, **facts)


def searchable(email: str, *addresses: Address) -> str:
    """What staff type to find an order: e-mail, names and towns, without accents or capitals."""
    words = [email, *(word for address in addresses for word in (address.name, address.company, address.city))]
    return " ".join(dict.fromkeys(folded(" ".join(words)).split()))


def folded(text: str) -> str:
    """Lower case without accents, for finding."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
