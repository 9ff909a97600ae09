"""Accounts and their entries. The balance is what the entries add up to, and never less than nothing."""

from django.db import models
from django.db.models import F, Q

from comptoir.domains.stored_value.values import AccountKind, AccountState, EntryKind, Origin


class Account(models.Model):
    """A gift card or store credit. Its code is kept hashed and sealed: whoever reads the table spends nothing.

    ``code_key`` marks the key of both. ``code_seal`` is "" for those that were issued before codes were sealed.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    code_hash = models.TextField(unique=True)
    code_seal = models.TextField(default="", db_default="", blank=True)
    code_key = models.TextField(default="", db_default="", blank=True)
    last_four = models.TextField()
    email = models.TextField(blank=True)
    origin = models.TextField()
    order_id = models.UUIDField(null=True)
    currency = models.TextField()
    balance_minor = models.BigIntegerField()
    state = models.TextField()
    expires_on = models.DateField(null=True)
    issued_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index("issued_at", "id", name="stored_value_by_time"),
            models.Index("last_four", name="stored_value_by_end"),
            models.Index("order_id", name="stored_value_of_order", condition=Q(order_id__isnull=False)),
            models.Index(
                "expires_on",
                name="stored_value_to_expire",
                condition=Q(expires_on__isnull=False, balance_minor__gt=0, state=AccountState.ACTIVE.value),
            ),
            models.Index(
                "issued_at",
                name="stored_value_to_pass_on",
                condition=Q(origin=Origin.EXCHANGE.value, balance_minor__gt=0),
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(balance_minor__gte=0), name="stored_value_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AccountKind]), name="stored_value_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AccountState]), name="stored_value_state"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=[origin.value for origin in Origin]), name="stored_value_origin"
            ),
            models.CheckConstraint(
                condition=~Q(kind=AccountKind.STORE_CREDIT.value, email=""), name="stored_value_owner"
            ),
        )


class Entry(models.Model):
    """One movement of a balance; never changed or deleted (trigger). ``key`` makes it happen once."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    amount_minor = models.BigIntegerField()  # what the balance went up by, down by when negative
    balance_after_minor = models.BigIntegerField()
    key = models.TextField(unique=True)
    payment_id = models.UUIDField(null=True)
    because = models.TextField(blank=True)
    actor_label = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("payment_id", name="stored_value_of_payment", condition=Q(payment_id__isnull=False)),)
        constraints = (
            models.UniqueConstraint(
                fields=("payment_id",),
                condition=Q(kind=EntryKind.REDEEMED.value),
                name="stored_value_payment_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EntryKind]), name="stored_value_entry_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=(EntryKind.ISSUED.value, EntryKind.GIVEN_BACK.value), amount_minor__gt=0)
                | Q(
                    kind__in=(EntryKind.REDEEMED.value, EntryKind.EXPIRED.value, EntryKind.PASSED_ON.value),
                    amount_minor__lt=0,
                )
                | (Q(kind=EntryKind.ADJUSTED.value) & ~Q(amount_minor=0)),
                name="stored_value_entry_sign",
            ),
            models.CheckConstraint(
                condition=Q(balance_after_minor__gte=0) & Q(balance_after_minor__gte=F("amount_minor")),
                name="stored_value_entry_balance",
            ),
        )
