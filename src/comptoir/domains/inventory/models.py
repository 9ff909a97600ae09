"""Levels are a projection of the movement ledger and of the reservations; constraints hold what must always be true."""

from django.db import models
from django.db.models import F, Q

from comptoir.domains.inventory.values import MovementKind, ReservationState


class StockLevel(models.Model):
    """One row per variant and place. Changed only by conditional updates in ``actions``."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    on_hand = models.BigIntegerField(default=0, db_default=0)
    reserved = models.BigIntegerField(default=0, db_default=0)
    claimed = models.BigIntegerField(default=0, db_default=0)
    safety = models.BigIntegerField(default=0, db_default=0)
    backorder_limit = models.BigIntegerField(default=0, db_default=0)
    shortfall = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("variant", "place"), name="inventory_one_level_per_place"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0, reserved__gte=0, claimed__gte=0, safety__gte=0, backorder_limit__gte=0)
                & Q(shortfall__gte=0),
                name="inventory_level_not_negative",
            ),
            # Never promise more than there is: what a count took away from under a promise is shown, not hidden.
            models.CheckConstraint(
                condition=Q(on_hand__gte=F("reserved") + F("claimed") - F("backorder_limit") - F("shortfall")),
                name="inventory_never_oversold",
            ),
        )


class StockMovement(models.Model):
    """The ledger: why ``on_hand`` is what it is. Append-only, by trigger."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    quantity = models.BigIntegerField()
    on_hand_after = models.BigIntegerField()
    reference = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_label = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("variant", "id", name="inventory_movements_of"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(MovementKind)), name="inventory_movement_kind"),
            models.CheckConstraint(condition=~Q(quantity=0), name="inventory_movement_moves"),
        )


class Reservation(models.Model):
    """Pieces kept for an order. ``state`` and the level's counters move in the same statement."""

    id = models.BigAutoField(primary_key=True)
    order_id = models.UUIDField()
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.BigIntegerField()
    state = models.TextField()
    until = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("order_id", name="inventory_reservations_of"),
            models.Index("until", name="inventory_reservations_due", condition=Q(state=ReservationState.ACTIVE)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("order_id", "variant", "place"),
                condition=Q(state__in=(ReservationState.ACTIVE, ReservationState.CLAIMED)),
                name="inventory_reserved_once",
            ),
            models.CheckConstraint(condition=Q(state__in=list(ReservationState)), name="inventory_reservation_state"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_reservation_quantity"),
        )
