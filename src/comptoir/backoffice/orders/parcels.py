"""The parcels of an order: where from, what lies in them, and the form by which one leaves."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from comptoir.backoffice.orders.forms import ShipForm
from comptoir.backoffice.orders.known import Known
from comptoir.backoffice.orders.screens import Content, ParcelRow
from comptoir.backoffice.orders.states import shipment_pill
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.values import Shipment
from comptoir.domains.orders.values import Order, OrderLine


def parcel_rows(known: Known) -> tuple[ParcelRow, ...]:
    return tuple(_row(known, shipment) for shipment in known.shipments)


def _row(known: Known, shipment: Shipment) -> ParcelRow:
    return ParcelRow(
        place=known.place_of(shipment),
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        tracking_href=shipment.tracking_url,
        state=shipment_pill(shipment.state, known.order.delivery),
        shipped_at=shipment.shipped_at,
        contents=contents_of(known.order, shipment),
    )


def contents_of(order: Order, shipment: Shipment) -> tuple[Content, ...]:
    """What lies in a parcel, by the names that the order knows it by."""
    names = {line.variant_id: article_name(line) for line in order.lines}
    counted: Counter[VariantId] = Counter()
    for packed in shipment.packed:
        counted[packed.variant_id] += packed.quantity
    return tuple(Content(id, names.get(id, ""), count) for id, count in counted.items())


def article_name(line: OrderLine) -> str:
    return f"{line.title}, {line.options}" if line.options else line.title


def ship_form(order: Order, shipment: Shipment, data: Mapping[str, Any] | None = None) -> ShipForm:
    """The form of one parcel. A page may show several: their fields are told apart."""
    return ShipForm(
        data,
        contents=contents_of(order, shipment),
        initial={"carrier": shipment.carrier or order.delivery.carrier},
        auto_id=f"id_%s_{shipment.id}",
    )
