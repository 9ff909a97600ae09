"""What a letter tells of parcels: those that left just now, and what lies in them."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any
from uuid import UUID

from comptoir.domains.fulfilment.values import Shipment, ShipmentState
from comptoir.domains.messages.values import Message, MessageKind
from comptoir.domains.orders.values import Order, OrderState
from comptoir.kernel.formats import code_label


def parcel_facts(placed: Order, about: Message, shipments: Sequence[Shipment]) -> dict[str, Any]:
    """The parcels that the letter is about, and ``leaves``, what lies in them where that is not the whole order; and
    the codes for what waits at the counter."""
    sent = sorted((each for each in shipments if each.state is ShipmentState.SHIPPED), key=_left)
    told = _told(about, sent)
    is_part = placed.state is OrderState.PARTLY_SHIPPED or len(told) < len(sent)
    return {
        "parcels": [
            {"carrier": parcel.carrier, "number": parcel.tracking_number, "link": parcel.tracking_url}
            for parcel in told
        ],
        "leaves": _leaves(placed, told) if is_part and about.kind is MessageKind.ORDER_SHIPPED else (),
        "codes": [code_label(parcel.collection_code) for parcel in shipments if parcel.state is ShipmentState.READY],
    }


def _left(parcel: Shipment) -> tuple[Any, UUID]:
    return parcel.shipped_at, parcel.id


def _told(about: Message, sent: Sequence[Shipment]) -> Sequence[Shipment]:
    """The parcels with which so many pieces had left as the letter was queued for; all of them where it tells none in
    particular, as one that is sent again does."""
    if about.kind is not MessageKind.ORDER_SHIPPED or not about.again.isdecimal():
        return sent
    so_far = accumulate(sum(packed.quantity for packed in parcel.packed) for parcel in sent)
    last = next((parcel for parcel, count in zip(sent, so_far, strict=True) if count == int(about.again)), None)
    return sent if last is None else [each for each in sent if each.shipped_at == last.shipped_at]


def _leaves(placed: Order, told: Sequence[Shipment]) -> list[dict[str, Any]]:
    lines = {line.variant_id: line for line in reversed(placed.lines)}
    counted: Counter[Any] = Counter()
    for parcel in told:
        for packed in parcel.packed:
            counted[packed.variant_id] += packed.quantity
    return [
        {"title": lines[id].title, "options": lines[id].options, "quantity": count}
        for id, count in counted.items()
        if id in lines
    ]
