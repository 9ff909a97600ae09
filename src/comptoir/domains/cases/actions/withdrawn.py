"""Goods that a buyer has withdrawn from while somebody had them in hand are a case until they are put back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from comptoir.domains.cases.actions.watch import open_case
from comptoir.domains.cases.permissions import CASES_OPEN
from comptoir.domains.cases.values import CaseKind, Finding, Severity
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.queries import return_by_id
from comptoir.kernel.access import Actor


def open_withdrawn_case(
    *,
    order_id: OrderId,
    return_id: UUID,
    pieces: Mapping[int, int],
    being_prepared: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Have the inbox tell whoever prepares an order that these pieces of its lines (by position) are not to leave.

    Of goods that nobody has in hand yet there is nothing to tell.
    """
    actor.must(CASES_OPEN)
    if not being_prepared:
        return
    about, found = order(order_id), return_by_id(return_id)
    titles = {line.position: ", ".join(filter(None, (line.title, line.options))) for line in about.lines}
    open_case(
        finding=Finding(
            key=f"returns:withdrawn:{return_id}",
            kind=CaseKind.WITHDRAWN,
            what="unsent",
            facts={"number": about.number},
            evidence={
                "found": {
                    "number": about.number,
                    "reference": found.number,
                    "requested_at": found.requested_at.isoformat(),
                    "goods": [f"{count} × {titles[position]}" for position, count in sorted(pieces.items())],
                }
            },
            market=about.market,
            subject_type="orders.order",
            subject_id=str(order_id),
            severity=Severity.URGENT,
        ),
        actor=actor,
        now=now,
    )
