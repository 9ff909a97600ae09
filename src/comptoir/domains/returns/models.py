"""A return and its lines. How many pieces may be in returns is checked under the lock of their order."""

from django.db import models
from django.db.models import F, Q

from comptoir.domains.returns.values import Outcome, Reason, ReturnKind, ReturnState


class Return(models.Model):
    id = models.UUIDField(primary_key=True)  # chosen by whoever asks, so that asking twice is one return
    number = models.TextField(unique=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    state = models.TextField()
    name = models.TextField()
    email = models.TextField()
    statement = models.TextField(blank=True)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    requested_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # closed, refused or withdrawn
    currency = models.TextField()
    refund_minor = models.BigIntegerField(null=True)
    swapped_minor = models.BigIntegerField(default=0, db_default=0)  # of what came back, what paid the replacement
    replacement = models.OneToOneField("orders.Order", null=True, on_delete=models.PROTECT, related_name="+")
    with_delivery = models.BooleanField(default=False)
    because = models.TextField(default="", blank=True)

    class Meta:
        indexes = (
            models.Index("state", "requested_at", "id", name="returns_by_state"),
            models.Index("requested_at", "id", name="returns_by_time"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(ReturnState)), name="returns_state"),
            models.CheckConstraint(condition=Q(kind__in=list(ReturnKind)), name="returns_kind"),
            models.CheckConstraint(
                condition=Q(state__in=[ReturnState.RECEIVED, ReturnState.CLOSED], received_at__isnull=False)
                & Q(refund_minor__gte=0)
                | ~Q(state__in=[ReturnState.RECEIVED, ReturnState.CLOSED]) & Q(received_at=None, refund_minor=None),
                name="returns_received_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReturnKind.EXCHANGE) | Q(replacement__isnull=False), name="returns_exchange_replaced"
            ),
            models.CheckConstraint(
                condition=Q(swapped_minor=0)
                | Q(swapped_minor__gt=0, received_at__isnull=False, replacement__isnull=False),
                name="returns_swapped_when",
            ),
            # Delivery is paid once, so it goes back once.
            models.UniqueConstraint(fields=("order",), condition=Q(with_delivery=True), name="returns_delivery_once"),
        )


class CalledOffLine(models.Model):
    """Pieces that were withdrawn from before they had left."""

    id = models.BigAutoField(primary_key=True)
    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="called_off")
    position = models.IntegerField()
    quantity = models.IntegerField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of_return", "position"), name="returns_called_off_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="returns_called_off_quantity"),
            models.CheckConstraint(condition=Q(reason__in=list(Reason)), name="returns_called_off_reason"),
        )


class ReturnLine(models.Model):
    """``received`` and ``outcome`` are told together, when the parcel is opened."""

    id = models.BigAutoField(primary_key=True)
    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines")
    position = models.IntegerField()
    quantity = models.IntegerField()
    reason = models.TextField(blank=True)
    swapped_for = models.ForeignKey(
        "catalogue.Variant", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    received = models.IntegerField(null=True)
    outcome = models.TextField(null=True)
    scrapped = models.IntegerField(default=0, db_default=0)  # of those that came, when not all of them are
    aside = models.IntegerField(default=0, db_default=0)  # of those that came, in a quarantine
    kept_minor = models.BigIntegerField(default=0, db_default=0)  # not given back, for the value they have lost
    kept_because = models.TextField(default="", db_default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of_return", "position"), name="returns_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="returns_line_quantity"),
            models.CheckConstraint(condition=Q(reason__in=list(Reason)), name="returns_line_reason"),
            models.CheckConstraint(
                condition=Q(received=None, outcome=None)
                | Q(received=0, outcome=Outcome.MISSING)
                | Q(received__gt=0, received__lte=F("quantity"), outcome__in=[Outcome.RESTOCK, Outcome.SCRAP]),
                name="returns_line_received",
            ),
            models.CheckConstraint(
                condition=Q(scrapped=0) | Q(scrapped__gt=0, scrapped__lt=F("received"), outcome=Outcome.RESTOCK),
                name="returns_line_scrapped",
            ),
            models.CheckConstraint(
                condition=Q(aside=0)
                | Q(aside__gt=0, aside__lte=F("received") - F("scrapped"), outcome=Outcome.RESTOCK),
                name="returns_line_aside",
            ),
            models.CheckConstraint(
                condition=Q(kept_minor=0, kept_because="") | Q(kept_minor__gt=0, received__gt=0) & ~Q(kept_because=""),
                name="returns_line_kept",
            ),
        )
