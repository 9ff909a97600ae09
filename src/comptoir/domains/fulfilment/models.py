from django.db import models
from django.db.models import Q

from comptoir.domains.fulfilment.values import ShipmentState


class Shipment(models.Model):
    """What leaves together for one order."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    state = models.TextField()
    carrier = models.TextField(blank=True)
    tracking_number = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(ShipmentState)), name="fulfilment_state"),
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
