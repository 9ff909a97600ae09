from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from comptoir.domains.integrations.values import DeliveryState


class Subscription(models.Model):
    """Who listens where. Secrets are sealed (``queries.seals``); ``position`` is that of its last message."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    url = models.TextField()
    event_names = ArrayField(models.TextField())
    markets = ArrayField(models.TextField(), null=True)
    enabled = models.BooleanField()
    secret = models.TextField()
    former_secret = models.TextField(default="", blank=True)
    former_secret_until = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    failure_told = models.BooleanField(default=False)
    rests_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(former_secret="", former_secret_until=None)
                | (~Q(former_secret="") & Q(former_secret_until__isnull=False)),
                name="integrations_former_secret_ends",
            ),
        )


class Subject(models.Model):
    """How many messages about one thing a subscription was told: the next one has the next number."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    subject = models.TextField()
    last = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subscription", "subject"), name="integrations_one_count_a_subject"),
        )


class Delivery(models.Model):
    """One message to one subscriber. ``body`` is sent and signed as it stands, to the byte.

    While it is being sent, ``try_at`` is the end of the lease: after a crash it is taken up again.
    """

    id = models.UUIDField(primary_key=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    position = models.BigIntegerField()
    event_name = models.TextField()
    subject = models.TextField()
    sequence = models.BigIntegerField(null=True)
    body = models.TextField()
    state = models.TextField()
    tries = models.IntegerField(default=0)
    try_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    queued_at = models.DateTimeField()  # anew when it is sent again by hand: patience counts from here
    ended_at = models.DateTimeField(null=True)
    status = models.IntegerField(null=True)
    answer = models.TextField(default="", blank=True)
    failure = models.TextField(default="", blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("subscription", "try_at"),
                name="integrations_waiting",
                condition=Q(state=DeliveryState.QUEUED),
            ),
            models.Index(fields=("ended_at",), name="integrations_ended", condition=Q(ended_at__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=("subscription", "position"), name="integrations_position"),
            models.UniqueConstraint(fields=("subscription", "subject", "sequence"), name="integrations_sequence"),
            models.CheckConstraint(condition=Q(state__in=list(DeliveryState)), name="integrations_delivery_state"),
            models.CheckConstraint(
                condition=Q(subject="", sequence=None) | (~Q(subject="") & Q(sequence__gte=1)),
                name="integrations_subjects_are_counted",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.QUEUED, ended_at=None)
                | (~Q(state=DeliveryState.QUEUED) & Q(ended_at__isnull=False)),
                name="integrations_ended_when_not_queued",
            ),
        )
