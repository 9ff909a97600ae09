"""A parcel that its customer waits for and will not have is a case until it arrives, or somebody has made it good."""

from datetime import datetime

from comptoir.domains.cases.actions.watch import close_cleared, open_cases
from comptoir.domains.cases.permissions import CASES_OPEN
from comptoir.domains.cases.values import CaseKind, Finding, Severity
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import Shipment, ShipmentId
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.kernel.access import Actor

SOURCE = "parcels"


def keep_parcel_case(*, order_id: OrderId, shipment_id: ShipmentId, actor: Actor, now: datetime) -> None:
    """Have the inbox show a parcel of an order as long as it is lost or comes back undelivered.

    The order's other parcels keep the cases they have: what somebody has closed of them stays closed.
    """
    actor.must(CASES_OPEN)
    about = order(order_id)
    astray = [each for each in shipments_of(order_id) if each.astray]
    findings = [_finding(about, each) for each in astray if each.id == shipment_id]
    open_cases(findings=findings, source=SOURCE, actor=actor, now=now)
    seen = [_key(each) for each in astray]
    close_cleared(source=SOURCE, seen=seen, among=[str(order_id)], actor=actor, now=now)


def _key(parcel: Shipment) -> str:
    return f"fulfilment:astray:{parcel.id}"


def _finding(about: Order, parcel: Shipment) -> Finding:
    titles = {line.variant_id: ", ".join(filter(None, (line.title, line.options))) for line in about.lines}
    return Finding(
        key=_key(parcel),
        kind=CaseKind.STRAY_PARCEL,
        what=str(parcel.astray),
        facts={"number": about.number},
        evidence={
            "found": {
                "number": about.number,
                "carrier": parcel.carrier,
                "tracking_number": parcel.tracking_number,
                "shipped_at": parcel.shipped_at.isoformat() if parcel.shipped_at else None,
                "promised_on": parcel.promised_on.isoformat() if parcel.promised_on else None,
                "goods": [f"{packed.quantity} × {titles.get(packed.variant_id, '')}" for packed in parcel.packed],
            }
        },
        market=about.market,
        subject_type="orders.order",
        subject_id=str(about.id),
        severity=Severity.URGENT,
    )
