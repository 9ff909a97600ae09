"""What can be sent instead of what comes back, and the order that would make."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.domains.catalogue.queries import variants_for, variants_of
from comptoir.domains.catalogue.values import VariantCard, VariantId
from comptoir.domains.delivery.queries import options_for
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Band
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import ChosenDelivery, Order, OrderDraft, OrderId, OrderLine
from comptoir.domains.pricing.queries import price_goods, prices_for, taxation_in
from comptoir.domains.pricing.values import Goods, Price, PricedBasket
from comptoir.domains.returns.errors import SwapNeeded
from comptoir.domains.returns.rules import paid_for, replacement_lines, replacement_taxes, swap_price
from comptoir.domains.returns.values import ReturnKind, Swap, SwapChoice
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money, total_of

GOODS_COME_WITHIN = timedelta(days=30)
"""So long what is sent instead waits for what comes back: fourteen days to send it (article 14 of directive
2011/83/EU), as long again for a parcel that is late, and a weekend."""

REST_PAID_WITHIN = timedelta(days=14)
"""What the goods that came do not pay is waited for as long as for any order's money."""

KEPT_FOR = GOODS_COME_WITHIN + REST_PAID_WITHIN
"""What is sent instead is kept until the goods have come and the rest is paid, also when they come on the last day:
nobody has to keep it longer then."""


def swap_choices(
    order: Order, positions: Collection[int], *, kind: ReturnKind, now: datetime
) -> dict[int, tuple[SwapChoice, ...]]:
    """What lines can be swapped for, by position: the variants of the same product that are sold and can be had.

    Of a complaint, also the same again, and never at another price. Four statements for any number of lines.
    """
    lines = [line for line in order.lines if line.position in positions]
    bought = variants_for({line.variant_id for line in lines})
    products = variants_of({card.product_id for card in bought.values()})
    ids = {card.id for cards in products.values() for card in cards}
    prices, known = prices_for(ids, market=order.market), availability_for(ids)
    had = {id for id in ids if id in prices and known[id].band is not Band.OUT and not known[id].parts}
    choices = {}
    for line in lines:
        others = products[bought[line.variant_id].product_id]
        cards = [
            card
            for card in others
            if card.active and card.id in had and (card.id != line.variant_id or kind is ReturnKind.COMPLAINT)
        ]
        choices[line.position] = _choices(order, line, bought[line.variant_id], cards, prices, kind, now)
    return choices


def _choices(
    order: Order,
    line: OrderLine,
    bought: VariantCard,
    cards: Sequence[VariantCard],
    prices: Mapping[VariantId, Price],
    kind: ReturnKind,
    now: datetime,
) -> tuple[SwapChoice, ...]:
    if not cards:
        return ()
    # What is sold no longer costs today what it cost then.
    priced = _priced(order, cards, prices, now)
    old = _priced(order, [bought], prices, now).lines[0].unit_price if bought.id in prices else line.unit_price
    zero = Money.zero(old.currency)
    return tuple(
        SwapChoice(
            variant=card,
            priced=new,
            difference=zero if kind is ReturnKind.COMPLAINT else new.unit_price - old,
        )
        for card, new in zip(cards, priced.lines, strict=True)
    )


def _priced(
    order: Order, cards: Sequence[VariantCard], prices: Mapping[VariantId, Price], now: datetime
) -> PricedBasket:
    return price_goods(
        market=order.market,
        goods=[Goods(variant_id=card.id, sku=card.sku, quantity=1, tax_class=card.tax_class) for card in cards],
        prices=prices,
        destination=order.shipping_address.country,
        vat_number=order.billing_address.vat_number,
        on=local_day(now, market(order.market).time_zone),
    )


def swap_difference(order: Order, swaps: Sequence[Swap], *, kind: ReturnKind, now: datetime) -> Money:
    """What others would come to beyond what those were paid with that they are swapped for; negative when to less.

    :raises SwapNeeded: when something cannot be swapped for that.
    """
    choices = swap_choices(order, {swap.position for swap in swaps}, kind=kind, now=now)
    paid = paid_for(order, {swap.position: swap.quantity for swap in swaps})
    differences = (
        swap_price(paid[swap.position], difference=_picked(choices, swap).difference, pieces=swap.quantity)
        - paid[swap.position]
        for swap in swaps
    )
    return total_of(differences, order.total.currency)


def replacement_draft(
    order: Order,
    swaps: Sequence[Swap],
    *,
    id: OrderId,
    return_id: UUID,
    kind: ReturnKind,
    worth: Money,
    now: datetime,
) -> OrderDraft:
    """The order of what is sent instead: to the same buyer, by the same way, for nothing on top of the goods.

    ``worth`` is what would go back for what is swapped. A return makes one such order, as a cart makes one.

    :raises SwapNeeded: when something cannot be swapped for that.
    """
    choices = swap_choices(order, {swap.position for swap in swaps}, kind=kind, now=now)
    picked = [(_picked(choices, swap), swap) for swap in swaps]
    paid = paid_for(order, {swap.position: swap.quantity for swap in swaps})
    shares = dict(zip(paid, worth.allocate([each.minor for each in paid.values()]), strict=True)) if worth else {}
    zero = Money.zero(order.total.currency)
    lines = replacement_lines(
        [
            (choice, swap.quantity, swap_price(share, difference=choice.difference, pieces=swap.quantity))
            for choice, swap in picked
            for share in [shares.get(swap.position, zero)]
        ],
        order.language,
    )
    total = total_of((line.total for line in lines), zero.currency)
    here, categories = market(order.market), {each.priced.tax_rate: each.priced.tax_category for each, _ in picked}
    return OrderDraft(
        id=id,
        cart_id=return_id,
        market=order.market,
        number_prefix=f"{here.order_prefix}-",
        legal_entity_id=here.legal_entity_id,
        channel=order.channel,
        customer_id=order.customer_id,
        email=order.email,
        language=order.language,
        lines=lines,
        goods_total=total,
        delivery=_delivery(order, lines, total, now),
        total=total,
        taxes=replacement_taxes(lines, categories, _tax_country(order, now)),
        shipping_address=order.shipping_address,
        billing_address=order.billing_address,
        comment="",
        terms_version=order.terms_version,
        replaces=order.id,
        awaits_goods_until=now + GOODS_COME_WITHIN,
    )


def _picked(choices: Mapping[int, Sequence[SwapChoice]], swap: Swap) -> SwapChoice:
    for choice in choices.get(swap.position, ()):
        if choice.variant.id == swap.variant_id:
            return choice
    raise SwapNeeded(field="lines")


def _tax_country(order: Order, now: datetime) -> str:
    return taxation_in(
        order.market,
        destination=order.shipping_address.country,
        vat_number=order.billing_address.vat_number,
        on=local_day(now, market(order.market).time_zone),
    ).country


def _delivery(order: Order, lines: Sequence[OrderLine], total: Money, now: datetime) -> ChosenDelivery:
    """The way the first went, for nothing. Promised for the day it would arrive if it left now: see
    ``promise_that_holds``, which tells nobody of it when it is paid later."""
    weight = sum(line.weight_grams * line.quantity for line in lines)
    country = order.shipping_address.country
    offered = options_for(market=order.market, country=country, weight_grams=weight, goods_total=total, now=now)
    days = [option.promised_on for option in offered if option.code == order.delivery.code]
    promised_on = days[0] if days else local_day(now, market(order.market).time_zone)
    return replace(order.delivery, price=Money.zero(total.currency), promised_on=promised_on)
