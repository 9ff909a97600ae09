"""Orders are frozen copies: nothing here changes after placement but the state and its instants."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from comptoir.domains.orders.values import OrderState


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
    promised_on = models.DateField()
    shipping_address = models.JSONField()
    billing_address = models.JSONField()
    comment = models.TextField(blank=True)
    terms_version = models.TextField()
    found_by = models.TextField()  # number, names, e-mail in lower case: what staff type to find it
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_by = models.UUIDField(null=True)  # the payment that counts; any other one's money goes back
    shipped_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("placed_at", "id", name="orders_by_time"),
            models.Index("state", "placed_at", "id", name="orders_by_state"),
            GinIndex(fields=["found_by"], opclasses=["gin_trgm_ops"], name="orders_found_by"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(OrderState)), name="orders_state"),
            models.CheckConstraint(
                condition=Q(total_minor=F("goods_minor") + F("delivery_minor"))
                & Q(goods_minor__gte=0, delivery_minor__gte=0),
                name="orders_total_adds_up",
            ),
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
    unit_price_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    tax_class = models.TextField()
    tax_rate = models.DecimalField(max_digits=6, decimal_places=4)
    weight_grams = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order", "position"), name="orders_line_position"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price_minor__gte=0)
                & Q(total_minor=F("unit_price_minor") * F("quantity")),
                name="orders_line_adds_up",
            ),
        )
