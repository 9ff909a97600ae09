from django.db import models
from django.db.models import Q

from comptoir.domains.fulfilment.values import BatchState, ShipmentState, TrackingStatus


class Shipment(models.Model):
    """What leaves together for one order."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    state = models.TextField()
    carrier = models.TextField(blank=True)
    tracking_number = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)
    batch = models.ForeignKey("PickBatch", null=True, on_delete=models.PROTECT, related_name="+")
    box = models.IntegerField(null=True)  # its place in the batch, from 1
    promised_on = models.DateField(null=True)
    ready_at = models.DateTimeField(null=True)
    collection_code = models.TextField(default="", db_default="")
    delivered_at = models.DateTimeField(null=True)  # the first time that somebody said so
    delivered_on = models.DateField(null=True)  # the day of it where it arrived
    last_status = models.TextField(default="", db_default="")
    last_status_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("shipped_at", name="fulfilment_by_departure", condition=Q(shipped_at__isnull=False)),)
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
