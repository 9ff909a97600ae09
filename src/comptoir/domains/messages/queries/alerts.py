"""Who waits for what."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.messages.errors import UnknownAlert
from comptoir.domains.messages.models import StockAlert as AlertRow
from comptoir.domains.messages.values import AlertDemand, AlertId, AlertState, StockAlert
from comptoir.kernel.access import ALL_MARKETS, Actor

_WAITING = Q(state=AlertState.CONFIRMED)


def alert(alert_id: UUID) -> StockAlert:
    """One alert, for whoever holds its token.

    :raises UnknownAlert: when there is none.
    """
    row = AlertRow.objects.filter(pk=alert_id).first()
    if row is None:
        raise UnknownAlert(alert_id=str(alert_id))
    return _alert(row)


def alerts_of(emails: Collection[str]) -> list[StockAlert]:
    """What somebody at these addresses waits for, or was told about a while ago, oldest first. One statement."""
    return [_alert(row) for row in AlertRow.objects.filter(email__in=emails).order_by("asked_at", "id")]


def _alert(row: AlertRow) -> StockAlert:
    return StockAlert(
        id=AlertId(row.pk),
        variant_id=VariantId(row.variant_id),
        market=row.market_id,
        language=row.language,
        email=row.email,
        state=AlertState(row.state),
        asked_at=row.asked_at,
        confirmed_at=row.confirmed_at,
        told_at=row.told_at,
    )


def alert_markets(alert_ids: Collection[UUID]) -> dict[UUID, str]:
    """The market of each of these alerts."""
    return dict(AlertRow.objects.filter(pk__in=alert_ids).values_list("pk", "market_id")) if alert_ids else {}


def variants_waited_for(among: Collection[VariantId] | None = None) -> list[VariantId]:
    """The variants that somebody waits for, of these or of all."""
    rows = AlertRow.objects.filter(_WAITING)
    if among is not None:
        rows = rows.filter(variant_id__in=among)
    return [VariantId(id) for id in rows.order_by("variant_id").values_list("variant_id", flat=True).distinct()]


def alert_demand(*, actor: Actor, market: str, limit: int = 200) -> list[AlertDemand]:
    """What people wait for in a market, most wanted first. One statement."""
    actor.must(INVENTORY_VIEW, market=market)
    counted = _counted(Q(market_id=market)).filter(waiting__gt=0).order_by("-waiting", "since", "variant_id")
    return [AlertDemand(**row) for row in counted[:limit]]


def alert_demand_for(variant_ids: Collection[VariantId], *, actor: Actor) -> dict[VariantId, AlertDemand]:
    """How many wait for each of these variants, in the actor's markets; those that nobody waits for are left out."""
    actor.must(INVENTORY_VIEW)
    here = Q() if actor.markets is ALL_MARKETS else Q(market_id__in=actor.markets)
    found = _counted(here & Q(variant_id__in=variant_ids)).filter(waiting__gt=0)
    return {demand.variant_id: demand for demand in (AlertDemand(**row) for row in found)}


def _counted(which: Q) -> Any:
    rows = AlertRow.objects.filter(which, state__in=[AlertState.CONFIRMED, AlertState.TOLD]).values("variant_id")
    return rows.annotate(
        waiting=Count("pk", filter=_WAITING),
        told=Count("pk", filter=Q(state=AlertState.TOLD)),
        since=Min("confirmed_at", filter=_WAITING),
    )
