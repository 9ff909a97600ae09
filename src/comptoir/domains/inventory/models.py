"""Levels are a projection of the movement ledger and of the reservations; constraints hold what must always be true."""

from django.db import models
from django.db.models import F, Q

from comptoir.domains.inventory.values import CountState, MovementKind, PurchaseState, ReservationState, TransferState


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
    low_stock = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    preorder = models.BooleanField(default=False, db_default=False)
    expected_on = models.DateField(null=True)
    shelf = models.TextField(default="", db_default="")
    buckets = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = (
            models.Index("place", name="inventory_levels_to_refill", condition=Q(target__isnull=False)),
            models.Index("variant", "place", name="inventory_spread_levels", condition=Q(buckets__gt=0)),
        )
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
            models.CheckConstraint(
                condition=Q(low_stock__isnull=True, target__isnull=True)
                | Q(low_stock__gte=0, target__isnull=True)
                | Q(low_stock__gte=0, target__gte=F("low_stock")),
                name="inventory_target_above_low",
            ),
        )


class StockBucket(models.Model):
    """Free pieces of a level that is spread, among the level's reserved ones. Many buyers take from many rows at once.

    Down to the ``floor`` anybody may take who holds the bucket alone: above it, buyers are told the same as before.
    """

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    free = models.BigIntegerField(default=0, db_default=0)
    floor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("variant", "place", "number"), name="inventory_one_bucket"),
            models.CheckConstraint(
                condition=Q(number__gte=1, free__gte=0, floor__gte=0), name="inventory_bucket_not_negative"
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
        indexes = (
            models.Index("variant", "id", name="inventory_movements_of"),
            models.Index(
                "variant", "place", "at", name="inventory_sold_since", condition=Q(kind=MovementKind.SHIPMENT)
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(MovementKind)), name="inventory_movement_kind"),
            models.CheckConstraint(condition=~Q(quantity=0), name="inventory_movement_moves"),
        )


class Reservation(models.Model):
    """Pieces kept for an order. ``state`` and the level's counters move in the same statement.

    Those of a ``spread`` one stay among the level's reserved when it is claimed, so that the level need not be locked.
    """

    id = models.BigAutoField(primary_key=True)
    order_id = models.UUIDField()
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.BigIntegerField()
    state = models.TextField()
    until = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    spread = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = (
            models.Index("order_id", name="inventory_reservations_of"),
            models.Index("until", name="inventory_reservations_due", condition=Q(state=ReservationState.ACTIVE)),
            models.Index(
                "variant",
                "place",
                name="inventory_open_reservations",
                condition=Q(state__in=(ReservationState.ACTIVE, ReservationState.CLAIMED)),
            ),
            models.Index(
                "variant",
                "place",
                name="inventory_spread_claims",
                condition=Q(spread=True, state=ReservationState.CLAIMED),
            ),
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


class KitPart(models.Model):
    """So many pieces of a variant are in one piece of a kit. A kit has no level of its own: it is what its parts are.

    That no kit is in a kit is checked under a lock by ``set_kit``; a row alone cannot tell.
    """

    id = models.BigAutoField(primary_key=True)
    kit = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    position = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kit", "part"), name="inventory_part_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_part_quantity"),
            models.CheckConstraint(condition=~Q(kit=F("part")), name="inventory_kit_not_in_itself"),
        )


class Unstocked(models.Model):
    """A variant that lies on no shelf and never runs out: a download, a service."""

    variant = models.OneToOneField("catalogue.Variant", primary_key=True, on_delete=models.PROTECT, related_name="+")


class NumberSeries(models.Model):
    """The numbers of papers of one kind and year. Taken before any level is locked."""

    id = models.BigAutoField(primary_key=True)
    prefix = models.TextField()
    year = models.IntegerField()
    last_number = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("prefix", "year"), name="inventory_one_series"),)


class Transfer(models.Model):
    """Goods on their way from one place to another."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    source = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    state = models.TextField()
    opened_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("state", models.F("id").desc(), name="inventory_transfers_by_state"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(TransferState)), name="inventory_transfer_state"),
            models.CheckConstraint(condition=~Q(source=F("destination")), name="inventory_transfer_goes_somewhere"),
        )


class TransferLine(models.Model):
    """``sent`` pieces left; each of them is received, lost, given back, or still on its way."""

    id = models.BigAutoField(primary_key=True)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    sent = models.BigIntegerField()
    received = models.BigIntegerField(default=0, db_default=0)
    lost = models.BigIntegerField(default=0, db_default=0)
    given_back = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("transfer", "variant"), name="inventory_transferred_once"),
            models.CheckConstraint(
                condition=Q(sent__gt=0, received__gte=0, lost__gte=0, given_back__gte=0)
                & Q(sent__gte=F("received") + F("lost") + F("given_back")),
                name="inventory_transfer_adds_up",
            ),
        )


class Supplier(models.Model):
    code = models.TextField(primary_key=True)
    name = models.TextField()
    email = models.TextField(default="", db_default="")
    lead_days = models.IntegerField(default=0, db_default=0)
    currency = models.TextField()
    active = models.BooleanField(default=True, db_default=True)
    language = models.TextField(default="", db_default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9-]{0,31}$"), name="inventory_supplier_code"),
            models.CheckConstraint(condition=~Q(name=""), name="inventory_supplier_named"),
            models.CheckConstraint(condition=Q(lead_days__gte=0, lead_days__lte=730), name="inventory_supplier_lead"),
        )


class Supply(models.Model):
    """From whom a variant is bought, and for how much, in the supplier's currency."""

    id = models.BigAutoField(primary_key=True)
    variant = models.OneToOneField("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    unit_cost_minor = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(unit_cost_minor__gte=0), name="inventory_supply_cost"),)


class PurchaseOrder(models.Model):
    """What was asked of a supplier, for one place."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    currency = models.TextField()
    state = models.TextField()
    made_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True)
    expected_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index("state", models.F("id").desc(), name="inventory_purchases_by_state"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(PurchaseState)), name="inventory_purchase_state"),
        )


class PurchaseLine(models.Model):
    """``received`` may exceed ``ordered``: a supplier who sends more is seen, not hidden."""

    id = models.BigAutoField(primary_key=True)
    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    ordered = models.BigIntegerField()
    received = models.BigIntegerField(default=0, db_default=0)
    unit_cost_minor = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("purchase_order", "variant"), name="inventory_purchased_once"),
            models.CheckConstraint(
                condition=Q(ordered__gt=0, received__gte=0, unit_cost_minor__gte=0), name="inventory_purchase_quantity"
            ),
        )


class GoodsReceipt(models.Model):
    """What came to a place without a purchase order. It is never changed, only cancelled as a whole."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    delivery_note = models.TextField()
    received_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(delivery_note=""), name="inventory_receipt_named"),)


class ReceiptLine(models.Model):
    """``currency`` is "" where nobody said what it cost."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(GoodsReceipt, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    unit_cost_minor = models.BigIntegerField(null=True)
    currency = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_receipt_quantity"),
            models.CheckConstraint(
                condition=Q(unit_cost_minor__isnull=True, currency="") | (Q(unit_cost_minor__gte=0) & ~Q(currency="")),
                name="inventory_receipt_cost",
            ),
        )


class CountSession(models.Model):
    """Somebody counts a place while it goes on selling."""

    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    state = models.TextField()
    opened_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("state", models.F("id").desc(), name="inventory_counts_by_state"),)
        constraints = (models.CheckConstraint(condition=Q(state__in=list(CountState)), name="inventory_count_state"),)


class CountLine(models.Model):
    """An article to be counted. ``counted`` and what stood there by the books are those of the same moment."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(CountSession, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    counted = models.BigIntegerField(null=True)
    booked = models.BigIntegerField(null=True)
    last_movement = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    counted_by = models.TextField(default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "variant"), name="inventory_counted_once"),
            models.CheckConstraint(
                condition=Q(counted__isnull=True, booked__isnull=True, counted_at__isnull=True)
                | Q(counted__gte=0, booked__gte=0, counted_at__isnull=False),
                name="inventory_counted_at_a_moment",
            ),
        )
