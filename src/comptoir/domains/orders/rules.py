"""Pure rules of orders: how frozen values are written and read back, and what an order is found by."""

import unicodedata
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from comptoir.domains.orders.errors import OrderNotPast
from comptoir.domains.orders.values import (
    ORDER_STATES,
    ChosenDelivery,
    MoneyVerdict,
    Order,
    OrderLine,
    OrderState,
    PastOrder,
)
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money


def money_verdict(state: OrderState, *, total: Money, secured: Money, counts: bool) -> MoneyVerdict:
    """What to do with secured money. ``counts``: this is the payment that already paid the order."""
    if state is OrderState.AWAITING_PAYMENT:
        return MoneyVerdict.PAYS if secured >= total else MoneyVerdict.NOTHING
    wanted = counts and state is not OrderState.CANCELLED
    return MoneyVerdict.NOTHING if wanted or not secured else MoneyVerdict.GIVE_BACK


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
        lines=draft.lines,
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
    )


def delivery_json(delivery: ChosenDelivery) -> dict[str, Any]:
    return {
        "code": delivery.code,
        "label": delivery.label,
        "kind": delivery.kind,
        "place_code": delivery.place_code,
        "carrier": delivery.carrier,
        "price_minor": delivery.price.minor,
        "promised_on": delivery.promised_on.isoformat(),
    }


def read_delivery(stored: dict[str, Any], currency: str) -> ChosenDelivery:
    return ChosenDelivery(
        code=stored["code"],
        label=stored["label"],
        kind=stored["kind"],
        place_code=stored["place_code"],
        carrier=stored["carrier"],
        price=Money(stored["price_minor"], currency),
        promised_on=date.fromisoformat(stored["promised_on"]),
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
        "unit_price_minor": line.unit_price.minor,
        "total_minor": line.total.minor,
        "tax_class": line.tax_class,
        "tax_rate": str(line.tax_rate),
        "weight_grams": line.weight_grams,
    }


def searchable(email: str, *addresses: Address) -> str:
    """What staff type to find an order: e-mail, names and towns, without accents or capitals."""
    words = [email, *(word for address in addresses for word in (address.name, address.company, address.city))]
    return " ".join(dict.fromkeys(folded(" ".join(words)).split()))


def folded(text: str) -> str:
    """Lower case without accents, for finding."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
