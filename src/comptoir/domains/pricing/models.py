"""Prices as they are, and every change they have gone through."""

from django.db import models
from django.db.models import F, Q


class PriceList(models.Model):
    """The prices of one market for one kind of buyer. Every market has ``retail``."""

    id = models.BigAutoField(primary_key=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    currency = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("market", "code"), name="pricing_one_list_per_code"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="pricing_list_currency"),
        )


class Price(models.Model):
    """What one piece of a variant costs, tax included. Written by ``actions`` only, with its history."""

    id = models.BigAutoField(primary_key=True)
    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            # The columns in this order: prices are asked for by variant, for one market.
            models.UniqueConstraint(
                fields=("variant", "price_list"),
                include=("amount_minor", "compare_at_minor"),
                name="pricing_one_price_per_list",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="pricing_price_not_negative"),
            models.CheckConstraint(
                condition=Q(compare_at_minor=None) | Q(compare_at_minor__gt=F("amount_minor")),
                name="pricing_compare_at_is_higher",
            ),
        )


class PriceChange(models.Model):
    """The history of prices, which the law on announced reductions is answered from. Append-only, by trigger."""

    id = models.BigAutoField(primary_key=True)
    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    old_amount_minor = models.BigIntegerField(null=True)  # null: the first price
    old_compare_at_minor = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(null=True)
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_label = models.TextField()
    because = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("variant", "id", name="pricing_changes_of"),)
