"""Few rows per market, read together in one statement."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from comptoir.domains.delivery.values import MethodKind
from comptoir.kernel.texts import TextsField


class Method(models.Model):
    id = models.BigAutoField(primary_key=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    kind = models.TextField()
    labels = TextsField()
    place = models.ForeignKey("network.Place", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    carrier = models.TextField()
    active = models.BooleanField()
    position = models.IntegerField()
    cut_off = models.TimeField()
    handling_days = models.IntegerField()
    transit_days_min = models.IntegerField()
    transit_days_max = models.IntegerField()
    time_zone = models.TextField()
    origin_country = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("market", "code"), name="delivery_one_method_per_code"),
            models.CheckConstraint(condition=Q(kind__in=list(MethodKind)), name="delivery_method_kind"),
            models.CheckConstraint(
                condition=Q(kind=MethodKind.PICKUP, place__isnull=False) | Q(kind=MethodKind.HOME, place=None),
                name="delivery_pickup_has_place",
            ),
            models.CheckConstraint(
                condition=Q(handling_days__gte=0, transit_days_min__gte=0)
                & Q(transit_days_max__gte=F("transit_days_min")),
                name="delivery_method_days",
            ),
            models.CheckConstraint(condition=Q(origin_country__regex=r"^[A-Z]{2}$"), name="delivery_method_origin"),
        )


class Rate(models.Model):
    """What a method costs, tax included, in the market's currency."""

    id = models.BigAutoField(primary_key=True)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="rates")
    countries = ArrayField(models.TextField())
    from_total_minor = models.BigIntegerField()
    up_to_weight_grams = models.BigIntegerField(null=True)
    price_minor = models.BigIntegerField()
    currency = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(price_minor__gte=0, from_total_minor__gte=0), name="delivery_rate_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(up_to_weight_grams=None) | Q(up_to_weight_grams__gt=0), name="delivery_rate_weight"
            ),
            models.CheckConstraint(condition=Q(countries__len__gt=0), name="delivery_rate_countries"),
        )
