"""Prices as they are, every change they have gone through, and vouchers with their uses."""

from django.db import models
from django.db.models import F, Q

from comptoir.domains.pricing.values import VoucherUseState


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


class Voucher(models.Model):
    """A code that takes something off the goods. Once made, it is only switched off and on.

    ``used`` counts the uses that are not released: it moves with them, in one transaction, under this row's lock.
    """

    id = models.UUIDField(primary_key=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()  # as it is shown
    compared_as = models.TextField()  # as it is looked for
    currency = models.TextField()
    amount_minor = models.BigIntegerField(null=True)
    rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    minimum_minor = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    limit = models.IntegerField(null=True)
    limit_each = models.IntegerField(null=True)
    used = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    batch = models.UUIDField(db_index=True)  # the codes that were made together
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("created_at", "id", name="pricing_vouchers_by_time"),)
        constraints = (
            models.UniqueConstraint(fields=("compared_as", "market"), name="pricing_voucher_code"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, rate=None) | Q(amount_minor=None, rate__gt=0, rate__lte=100),
                name="pricing_voucher_reduction",
            ),
            models.CheckConstraint(condition=Q(minimum_minor__gte=0), name="pricing_voucher_minimum"),
            models.CheckConstraint(
                condition=Q(used__gte=0) & (Q(limit=None) | Q(used__lte=F("limit"))), name="pricing_voucher_limit"
            ),
            models.CheckConstraint(condition=Q(limit_each=None) | Q(limit_each__gt=0), name="pricing_voucher_each"),
        )


class VoucherUse(models.Model):
    """One order that used a voucher, and who placed it.

    Where a customer may use it so often, each use takes one of so many slots: the second use of a slot is refused by
    the database, whoever forgot to lock.
    """

    id = models.BigAutoField(primary_key=True)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="+")
    order_id = models.UUIDField(unique=True)  # one code an order
    identity = models.TextField()
    slot = models.IntegerField(null=True)
    discount_minor = models.BigIntegerField()  # what it took off
    state = models.TextField()
    used_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("voucher", "identity", "slot"),
                condition=Q(state=VoucherUseState.USED.value),
                name="pricing_voucher_slot",
            ),
            models.CheckConstraint(
                condition=Q(state=VoucherUseState.USED.value, released_at=None)
                | Q(state=VoucherUseState.RELEASED.value, released_at__isnull=False),
                name="pricing_voucher_use_state",
            ),
            models.CheckConstraint(condition=Q(discount_minor__gt=0), name="pricing_voucher_use_discount"),
        )
