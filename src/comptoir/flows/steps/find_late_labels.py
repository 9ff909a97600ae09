from collections.abc import Iterator
from datetime import datetime, timedelta

from comptoir.domains.cases.values import CaseKind, Finding
from comptoir.domains.fulfilment.queries import awaited_labels, orders_of
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId

LABEL_ANSWERED_WITHIN = timedelta(hours=2)
"""Carriers answer in seconds; by then the sweep has asked again more than half a dozen times."""


def find_late_labels(*, now: datetime, most: int) -> Iterator[Finding]:
    """A finding for each parcel that is still here and whose label a carrier has been asked for in vain for hours."""
    labels = awaited_labels(asked_before=now - LABEL_ANSWERED_WITHIN, limit=most)
    orders = orders_of([label.shipment_id for label in labels])
    headings = headings_for({OrderId(id) for id in orders.values()})
    for label in labels:
        order = headings[OrderId(orders[label.shipment_id])]
        yield Finding(
            key=f"labels:{label.id}",
            kind=CaseKind.STUCK_ORDER,
            what="label_awaited",
            facts={"number": order.number},
            evidence={
                "found": {
                    "number": order.number,
                    "carrier": label.carrier,
                    "connector": label.connector,
                    "tries": label.tries,
                    "requested_at": label.asked_at.isoformat(),
                    "next_try_at": label.next_try_at.isoformat() if label.next_try_at else None,
                }
            },
            market=order.market,
            subject_type="orders.order",
            subject_id=str(order.id),
        )
