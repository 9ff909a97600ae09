from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from comptoir.domains.cart.values import MOST_PIECES, CartState


class Cart(models.Model):
    """A basket. It makes at most one order: ``order_id`` is set in that order's own transaction."""

    id = models.UUIDField(primary_key=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+")
    language = models.TextField()
    currency = models.TextField()
    channel = models.TextField()
    state = models.TextField(default=CartState.OPEN)
    order_id = models.UUIDField(null=True, unique=True)
    email = models.TextField(default="", blank=True)
    shipping_address = models.JSONField(default=dict)
    billing_address = models.JSONField(null=True)
    delivery_method = models.TextField(default="", blank=True)
    comment = models.TextField(default="", blank=True)
    gift_message = models.TextField(null=True, blank=True)  # empty of a gift without a message, null of no gift
    # The gift cards and store credit that are to pay, by account: the code itself is kept nowhere.
    stored_value = ArrayField(models.UUIDField(), default=list, db_default=[])
    voucher_id = models.UUIDField(null=True)  # one code a cart
    # Whose it is, found again wherever they sign in; empty: whoever holds its token.
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The cart that its goods went into; who still holds the token of this one is led there.
    joined = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index("updated_at", name="cart_open_by_age", condition=Q(state=CartState.OPEN)),
            models.Index("updated_at", name="cart_told_by_age", condition=~Q(email="")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("customer", "market"),
                condition=Q(state=CartState.OPEN, joined=None, customer__isnull=False),
                name="cart_one_saved",
            ),
            models.CheckConstraint(condition=Q(state__in=list(CartState)), name="cart_state"),
            models.CheckConstraint(
                condition=Q(state=CartState.OPEN, order_id=None) | Q(state=CartState.ORDERED, order_id__isnull=False),
                name="cart_ordered_has_order",
            ),
        )


class CartLine(models.Model):
    id = models.BigAutoField(primary_key=True)
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cart", "variant"), name="cart_one_line_per_variant"),
            models.CheckConstraint(condition=Q(quantity__range=(1, MOST_PIECES)), name="cart_quantity"),
        )


class SharedCart(models.Model):
    """What somebody shows to others: a copy of a cart as it was, that names nobody."""

    id = models.UUIDField(primary_key=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantities = models.JSONField()  # pieces by variant
    shared_at = models.DateTimeField(db_index=True)


class WishList(models.Model):
    """What somebody would like to have. It has no prices and promises nothing."""

    id = models.UUIDField(primary_key=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("updated_at", name="cart_wishes_by_age"),)


class Wish(models.Model):
    id = models.BigAutoField(primary_key=True)
    wish_list = models.ForeignKey(WishList, on_delete=models.CASCADE, related_name="wishes", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("wish_list", "variant"), name="cart_one_wish_per_variant"),)
