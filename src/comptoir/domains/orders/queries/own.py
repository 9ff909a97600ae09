"""Orders as their own buyer sees them."""

from collections.abc import Sequence

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from comptoir.domains.customers.values import Belonging
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.values import OrderId, OrderState, OwnOrder
from comptoir.kernel.money import Money


def own_orders(belongings: Sequence[Belonging], *, limit: int | None = None) -> tuple[OwnOrder, ...]:
    """The orders of an account, newest first: of each customer that it is or was, those of that time. One statement."""
    if not belongings:
        return ()
    wanted = Q(pk__in=())
    for each in belongings:
        theirs = Q(customer_id=each.customer_id)
        if each.since is not None:
            theirs &= Q(placed_at__gt=each.since)
        if each.until is not None:
            theirs &= Q(placed_at__lte=each.until)
        wanted |= theirs
    rows = OrderRecord.objects.filter(wanted).annotate(
        pieces=Coalesce(Sum("lines__quantity"), 0) - Coalesce(Sum("lines__cancelled"), 0)
    )
    return tuple(_own(row) for row in rows.order_by("-placed_at", "-id")[:limit])


def _own(row: OrderRecord) -> OwnOrder:
    return OwnOrder(
        id=OrderId(row.id),
        number=row.number,
        state=OrderState(row.state),
        market=row.market_id,
        placed_at=row.placed_at,
        total=Money(row.total_minor, row.currency),
        due=Money(row.due_minor, row.currency),
        pieces=row.pieces,  # type: ignore[attr-defined]  # annotated just above
        link_version=row.link_version,
    )
