from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class ServiceVersion(models.Model):
    """The list of services as it was from some instant on. Append-only, by trigger: visitors have agreed to some."""

    number = models.IntegerField(primary_key=True)
    services = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(number__gte=1), name="visitors_version_number"),)


class Wording(models.Model):
    """The sentences that a choice was made before, once each. Append-only, by trigger."""

    digest = models.TextField(primary_key=True)
    language = models.TextField()
    text = models.TextField()


class Consent(models.Model):
    """A visitor's choice. Append-only, by trigger: another choice is another row."""

    id = models.UUIDField(primary_key=True)
    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+", db_index=False)
    accepted = ArrayField(models.TextField())
    refused = ArrayField(models.TextField())
    given_at = models.DateTimeField()
