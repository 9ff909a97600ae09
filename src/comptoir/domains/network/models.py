from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from comptoir.domains.network.values import PlaceKind
from comptoir.kernel.texts import TextsField


class Place(models.Model):
    code = models.TextField(primary_key=True)
    kind = models.TextField()
    name = TextsField()
    address = models.JSONField()
    opening_hours = models.JSONField(default=dict)
    time_zone = models.TextField()
    priority = models.IntegerField(default=0)
    offers_pickup = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    partner = models.BooleanField(default=False, db_default=False)
    territory = ArrayField(models.TextField(), default=list, db_default=Value("{}"))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9-]{0,31}$"), name="network_place_code"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in PlaceKind]), name="network_place_kind"),
            models.CheckConstraint(condition=~Q(name={}), name="network_place_named"),
        )
