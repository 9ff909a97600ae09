"""Orders are frozen copies: after placement only a revision changes what was agreed, and the history keeps both."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from comptoir.domains.catalogue.values import VariantKind, Withdrawal
from comptoir.domains.orders.values import GestureWay, OrderState


class Order(models.Model):
    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    state = models.TextField()
    cart_id = models.UUIDField(unique=True)  # a cart makes one order
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    legal_entity = models.ForeignKey("markets.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.TextField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    email = models.TextField()
    language = models.TextField()
    currency = models.TextField()
    goods_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    taxes = models.JSONField()
    delivery = models.JSONField()
    promised_on = models.DateField()  # where ``delivery`` says that it is undated: only for the order in lists
    shipping_address = models.JSONField()
    billing_address = models.JSONField()
    comment = models.TextField(blank=True)
    gift_message = models.TextField(null=True, blank=True)  # empty of a gift without a message, null of no gift
    terms_version = models.TextField()
    voucher = models.TextField(default="", db_default="", blank=True)
    waiver = models.TextField(default="", db_default="", blank=True)  # what the buyer of downloads agreed to
    found_by = models.TextField()  # number, names, e-mail in lower case: what staff type to find it
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_by = models.UUIDField(null=True)  # the payment that completed it
    # All payments that count; any other one's money goes back. Orders paid by one alone may name it in paid_by only.
    counted_payments = ArrayField(models.UUIDField(), default=list, db_default=[])
    revision = models.IntegerField(default=1, db_default=1)
    link_version = models.IntegerField(default=0, db_default=0)  # signed into its link: see ``signed_text``
    due_minor = models.BigIntegerField(default=0, db_default=0)  # what revisions made due and no payment holds yet
    held_because = models.TextField(default="", db_default="")
    held_at = models.DateTimeField(null=True)
    # The order of which goods come back for which these are sent; its money comes from them as long as it awaits them.
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    awaits_goods = models.BooleanField(default=False, db_default=False)
    unpaid_until = models.DateTimeField(null=True)  # so long it may wait for its money; empty: as long as any
    shipped_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("placed_at", "id", name="orders_by_time"),
            models.Index("state", "placed_at", "id", name="orders_by_state"),
            models.Index("placed_at", "id", condition=~Q(held_because=""), name="orders_on_hold"),
            GinIndex(fields=["found_by"], opclasses=["gin_trgm_ops"], name="orders_found_by"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(OrderState)), name="orders_state"),
            models.CheckConstraint(
                condition=Q(total_minor=F("goods_minor") + F("delivery_minor"))
                & Q(goods_minor__gte=0, delivery_minor__gte=0, due_minor__gte=0),
                name="orders_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(awaits_goods=False) | Q(replaces__isnull=False, unpaid_until__isnull=False),
                name="orders_awaits_goods",
            ),
        )


_WANTED = F("quantity") - F("cancelled")
# As pricing's ``price_of_pieces``: every piece has the same share of the discount, the first ones a cent more.
_PRICE_OF_WANTED = (F("unit_price_minor") - F("discount_minor") / F("quantity")) * _WANTED - Least(
    _WANTED, F("discount_minor") % F("quantity"), output_field=models.BigIntegerField()
)


class OrderLine(models.Model):
    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.IntegerField()
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    sku = models.TextField()
    title = models.TextField()
    options = models.TextField(blank=True)
    image = models.TextField(blank=True)
    quantity = models.IntegerField()
    cancelled = models.IntegerField(default=0, db_default=0)
    shipped = models.IntegerField(default=0, db_default=0)
    returned = models.IntegerField(default=0, db_default=0)
    unit_price_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0, db_default=0)  # on all pieces that were ordered
    total_minor = models.BigIntegerField()
    tax_class = models.TextField()
    tax_rate = models.DecimalField(max_digits=6, decimal_places=4)
    weight_grams = models.IntegerField()
    withdrawal = models.TextField(default=Withdrawal.ALLOWED, db_default=Withdrawal.ALLOWED.value)
    on_order = models.IntegerField(default=0, db_default=0)  # still to come when they were ordered
    kind = models.TextField(default=VariantKind.GOODS, db_default=VariantKind.GOODS.value)
    kit = models.JSONField(null=True)  # what it was sold in, frozen

    class Meta:
        indexes = (
            models.Index(
                "order",
                name="orders_to_download",
                condition=Q(kind=VariantKind.DOWNLOAD, quantity__gt=F("shipped") + F("cancelled")),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("order", "position"), name="orders_line_position"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price_minor__gte=0, discount_minor__gte=0)
                & Q(discount_minor__lte=F("unit_price_minor") * F("quantity"))
                & Q(total_minor=_PRICE_OF_WANTED),
                name="orders_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(cancelled__gte=0, returned__gte=0, shipped__gte=F("returned"))
                & Q(quantity__gte=F("shipped") + F("cancelled")),
                name="orders_line_pieces",
            ),
        )


class Gesture(models.Model):
    """Money given back of an order of which nothing comes back. Never changed."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    way = models.TextField()
    positions = ArrayField(models.IntegerField(), default=list)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, way__in=[str(way) for way in GestureWay]), name="orders_gesture_amount"
            ),
        )


class HoldRules(models.Model):
    """When orders of a market are held as soon as they are paid; empty columns hold nothing."""

    market = models.OneToOneField("markets.Market", primary_key=True, on_delete=models.PROTECT, related_name="+")
    amount_above_minor = models.BigIntegerField(null=True)
    first_above_minor = models.BigIntegerField(null=True)
    countries_differ = models.BooleanField()
    orders_most = models.IntegerField(null=True)
    emails_most = models.IntegerField(null=True)
    tries_most = models.IntegerField(null=True)
    hours = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(hours__gt=0), name="orders_hold_rules_hours"),)
