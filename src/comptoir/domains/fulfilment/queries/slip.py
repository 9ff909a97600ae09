"""The slip that lies in a parcel: what is in it, for whom, and how it is sent back. No prices: it may be a present."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.errors import UnknownShipment
from comptoir.domains.fulfilment.queries.read import shipments_by_id
from comptoir.domains.fulfilment.values import Shipment, ShipmentId
from comptoir.domains.markets.queries import market, merchant
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderId, OrderLine
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label
from comptoir.kernel.paper import set_page, shown_on_paper


def packing_slips(shipment_ids: Sequence[ShipmentId], *, now: datetime) -> bytes:
    """The slips of these parcels as one PDF, a page or more for each, in that order and in the language of its buyer.
    Made when it is asked for: it holds nothing to be kept.

    :raises UnknownShipment: for none, or one that does not exist.
    """
    known = shipments_by_id(shipment_ids)
    if not shipment_ids or any(id not in known for id in shipment_ids):
        raise UnknownShipment
    template = Path(str(resources.files("comptoir.domains.fulfilment").joinpath("typst", "packing.typ")))
    pages = [_page(known[id], now) for id in dict.fromkeys(shipment_ids)]
    return set_page(template, name="packing", page=shown_on_paper({"slips": pages}), on=now.date())


def _page(parcel: Shipment, now: datetime) -> dict[str, Any]:
    about = order(OrderId(parcel.order_id))
    day = local_day(parcel.shipped_at or now, market(about.market).time_zone)
    with translation.override(about.language):
        return {
            "language": about.language,
            "title": _("Packing slip"),
            "seller": merchant().name,
            "number": about.number,
            "facts": [
                {"label": _("Order"), "value": about.number},
                {"label": _("Packed on"), "value": date_label(day, about.language)},
            ],
            "to_label": _("For"),
            "to": [line for line in about.shipping_address.lines if line],
            "columns": [_("Item"), _("Reference"), _("Units")],
            "lines": _lines(parcel, about),
            "gift": _("A message for you") if about.gift_message else "",
            "message": about.gift_message or "",
            "rest": "" if _is_all(parcel, about) else _("The rest of your order comes in another parcel."),
            "advice": _(
                "Something wrong, or want to return it? The page of your order says how: its link is in our "
                "messages. Have the order number ready when you contact us."
            ),
        }


def _lines(parcel: Shipment, about: Order) -> list[list[str]]:
    """Article by article, as the order calls them."""
    lines: dict[VariantId, OrderLine] = {line.variant_id: line for line in about.lines}
    pieces = Counter[VariantId]()
    for packed in parcel.packed:
        pieces[packed.variant_id] += packed.quantity
    return [
        [" · ".join(filter(None, (lines[id].title, lines[id].options))), lines[id].sku, str(count)]
        for id, count in pieces.items()
    ]


def _is_all(parcel: Shipment, about: Order) -> bool:
    return sum(packed.quantity for packed in parcel.packed) >= sum(line.wanted for line in about.lines)
