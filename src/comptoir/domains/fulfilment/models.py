from django.db import models
from django.db.models import Q

from comptoir.domains.fulfilment.values import ON_THE_PARCEL, BatchState, LabelState, ShipmentState, TrackingStatus

UNDER_WAY = Q(state=ShipmentState.SHIPPED, delivered_at__isnull=True) & ~Q(tracking_number="")


class Shipment(models.Model):
    """What leaves together for one order."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    state = models.TextField()
    carrier = models.TextField(blank=True)
    tracking_number = models.TextField(blank=True)
    tracking_page = models.TextField(default="", db_default="")  # the carrier's, where it told one
    opened_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)
    batch = models.ForeignKey("PickBatch", null=True, on_delete=models.PROTECT, related_name="+")
    box = models.IntegerField(null=True)  # its place in the batch, from 1
    promised_on = models.DateField(null=True)
    market_code = models.TextField(default="", db_default="")  # in which it was promised, and by which way of delivery
    method = models.TextField(default="", db_default="")
    ready_at = models.DateTimeField(null=True)
    collection_code = models.TextField(default="", db_default="")
    delivered_at = models.DateTimeField(null=True)  # the first time that somebody said so
    delivered_on = models.DateField(null=True)  # the day of it where it arrived
    last_status = models.TextField(default="", db_default="")
    last_status_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)  # when its carrier is asked again; null before it ever was
    quiet_looks = models.IntegerField(default=0, db_default=0)  # so often it was asked since it told something new

    class Meta:
        indexes = (
            models.Index("shipped_at", name="fulfilment_by_departure", condition=Q(shipped_at__isnull=False)),
            models.Index("carrier", "next_look_at", name="fulfilment_under_way", condition=UNDER_WAY),
            models.Index(
                "promised_on",
                name="fulfilment_followed",
                condition=Q(state=ShipmentState.SHIPPED, delivered_at__isnull=True) & ~Q(last_status=""),
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(ShipmentState)), name="fulfilment_state"),
            models.UniqueConstraint(fields=("batch", "box"), name="fulfilment_one_box"),
            models.CheckConstraint(
                condition=~Q(state=ShipmentState.SHIPPED) | Q(shipped_at__isnull=False), name="fulfilment_shipped_when"
            ),
        )


class PackedLine(models.Model):
    id = models.BigAutoField(primary_key=True)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="lines")
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shipment", "variant", "place"), name="fulfilment_packed_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="fulfilment_packed_quantity"),
        )


class Label(models.Model):
    """What a carrier was asked for a shipment, and what it answered: at most one that counts at a time.

    ``asked`` holds the addresses for as long as the carrier may have to be asked again, and no longer.
    """

    id = models.UUIDField(primary_key=True)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="+")
    connector = models.TextField()
    carrier = models.TextField(blank=True)
    state = models.TextField()
    asked = models.JSONField(default=dict)
    weight_grams = models.BigIntegerField()
    asked_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    reference = models.TextField(blank=True)
    tracking_number = models.TextField(blank=True)
    tracking_url = models.TextField(blank=True)
    pdf_path = models.TextField(blank=True)
    pdf_sha256 = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index("next_try_at", name="fulfilment_labels_to_tell", condition=Q(next_try_at__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=[s.value for s in LabelState]), name="fulfilment_label_state"),
            models.CheckConstraint(condition=Q(weight_grams__gt=0), name="fulfilment_label_weight"),
            models.UniqueConstraint(
                fields=("shipment",),
                condition=Q(state__in=sorted(ON_THE_PARCEL)),
                name="fulfilment_one_label",
            ),
            models.CheckConstraint(
                condition=~Q(state=LabelState.MADE) | Q(pdf_sha256__regex=r"^[0-9a-f]{64}$"),
                name="fulfilment_label_kept",
            ),
        )


class TrackingEvent(models.Model):
    """What a carrier told of a parcel, once each. Nothing is ever changed."""

    id = models.BigAutoField(primary_key=True)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.TextField()
    status = models.TextField()
    at = models.DateTimeField()
    where = models.TextField(blank=True)
    words = models.TextField(blank=True)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shipment", "key"), name="fulfilment_told_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in TrackingStatus]), name="fulfilment_tracking_status"
            ),
        )


class PickedArticle(models.Model):
    """How many pieces of an article were found for a batch, as its pickers said last. None said, no row."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey("PickBatch", on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    found = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "variant"), name="fulfilment_picked_once"),
            models.CheckConstraint(condition=Q(found__gte=0), name="fulfilment_found"),
        )


class PickBatch(models.Model):
    """Shipments of one place that are picked in one walk. Numbers rise, and may have gaps."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(unique=True)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.TextField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("state", "-opened_at"), name="fulfilment_batches"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=[s.value for s in BatchState]), name="fulfilment_batch_state"),
        )


class Download(models.Model):
    """A file that a buyer may fetch: so often, and until then. ``renewals`` is signed into its link."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()  # of the order's line
    file = models.ForeignKey("catalogue.VariantFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    size = models.BigIntegerField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    most = models.IntegerField()
    used = models.IntegerField(default=0, db_default=0)
    last_used_at = models.DateTimeField(null=True)
    renewals = models.IntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order", "position", "file"), name="fulfilment_downloaded_once"),
            models.CheckConstraint(
                condition=Q(used__gte=0, used__lte=models.F("most"), most__gt=0), name="fulfilment_download_used"
            ),
        )


class DownloadRules(models.Model):
    """How often, and for how many days, buyers of a market may fetch what they have bought."""

    market = models.OneToOneField("markets.Market", primary_key=True, on_delete=models.PROTECT, related_name="+")
    times = models.IntegerField()
    days = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(times__gt=0, days__gt=0), name="fulfilment_download_rules"),)
