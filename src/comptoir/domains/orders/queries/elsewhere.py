"""Where else an order may go."""

from collections.abc import Iterable
from datetime import datetime

from comptoir.domains.delivery.queries import options_for
from comptoir.domains.delivery.values import DeliveryOption, MethodKind
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import Order
from comptoir.domains.pricing.queries import taxation_in
from comptoir.kernel.clock import local_day


def countries_to_change_to(order: Order, *, now: datetime) -> tuple[str, ...]:
    """The country of an order, then those that are delivered to and tax it alike; none of them once a part has left.
    No other would be agreed to."""
    own = order.shipping_address.country
    if any(line.shipped for line in order.lines):
        return (own,)
    others = (country for country in market(order.market).countries if country != own)
    return (own, *(country for country in others if _may_go_to(country, order, now)))


def _may_go_to(country: str, order: Order, now: datetime) -> bool:
    """By the way that was agreed, or by another that brings it there."""
    offered = options_for(
        market=order.market,
        country=country,
        weight_grams=sum(line.weight_grams * line.wanted for line in order.lines),
        goods_total=order.goods_total,
        now=now,
    )
    ways = (each for each in offered if each.code == order.delivery.code or each.kind is not MethodKind.PICKUP)
    return any(taxed_alike(order, offered=offered, option=way, now=now) for way in ways)


def taxed_alike(order: Order, *, offered: Iterable[DeliveryOption], option: DeliveryOption, now: datetime) -> bool:
    """Whether an order that goes by that option of those ``offered`` is taxed as it was agreed.

    The market sells at one price list wherever it delivers; only what is within the price may differ.
    """
    agreed = next((each for each in offered if each.code == order.delivery.code), None)
    was_pickup = order.delivery.kind == MethodKind.PICKUP
    was = agreed.destination if was_pickup and agreed else order.shipping_address.country
    one, other = (
        taxation_in(
            order.market,
            destination=to,
            vat_number=order.billing_address.vat_number,
            on=local_day(now, market(order.market).time_zone),
        )
        for to in (was, option.destination)
    )
    return one == other
