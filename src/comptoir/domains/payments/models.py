"""Payments, what was asked of providers, and what providers told us. Constraints hold what must always be true."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from comptoir.domains.payments.values import DisputeState, MessageVerdict, OperationKind, OperationState, PaymentState
from comptoir.kernel.texts import TextsField


def _texts(values: Iterable[StrEnum]) -> list[str]:
    # Plain texts: a migration must not depend on today's names.
    return [value.value for value in values]


class PaymentMethod(models.Model):
    """A way to pay in one market."""

    id = models.BigAutoField(primary_key=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    provider = models.TextField()
    labels = TextsField()
    instructions = TextsField()
    enabled = models.BooleanField()
    position = models.IntegerField()
    hold_minutes = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("market", "code"), name="payments_method_code"),
            models.CheckConstraint(condition=Q(hold_minutes__gt=0), name="payments_method_hold"),
        )


class Payment(models.Model):
    """One attempt to pay an order. The totals only grow; the state follows from them."""

    id = models.UUIDField(primary_key=True)
    order_id = models.UUIDField()
    attempt = models.IntegerField()
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    method = models.TextField()
    provider = models.TextField()
    merchant = models.TextField()
    currency = models.TextField()
    amount_minor = models.BigIntegerField()
    state = models.TextField()
    authorised_minor = models.BigIntegerField(default=0)
    voiding = models.BooleanField(default=False, db_default=False)  # to be given up: what is set aside pays nothing
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    refunding_minor = models.BigIntegerField(default=0)  # asked for and not answered: nobody asks for it twice
    # Of it, what the provider has told of before it answered: counted in what was refunded already.
    announced_minor = models.BigIntegerField(default=0, db_default=0)
    receipt_key = models.TextField(default="", db_default="")  # of money that staff saw arrive: each counts once
    bank_reference = models.TextField(default="", db_default="", blank=True)  # of the same, as on the statement
    credited_minor = models.BigIntegerField(default=0, db_default=0)  # given as store credit: refunded no more
    disputed_minor = models.BigIntegerField(default=0, db_default=0)  # in dispute, or lost to one
    provider_reference = models.TextField(null=True)
    redirect_url = models.TextField(blank=True)
    instructions = TextsField()
    failure = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    authorised_at = models.DateTimeField(null=True)
    captured_at = models.DateTimeField(null=True)
    looked_up = models.BooleanField()  # whether the provider can be asked what became of it
    looks = models.IntegerField(default=0)
    source = models.TextField(
        default="", db_default=""
    )  # where it was asked for from, as a keyed hash; "" after a month
    next_look_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("next_look_at", name="payments_to_look_at", condition=Q(next_look_at__isnull=False)),
            models.Index("source", "opened_at", name="payments_by_source", condition=~Q(source="")),
            models.Index(
                "expires_at",
                name="payments_to_expire",
                condition=Q(state__in=_texts((PaymentState.CREATED, PaymentState.PENDING))),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("order_id", "attempt"), name="payments_attempt"),
            models.UniqueConstraint(fields=("provider", "provider_reference"), name="payments_reference"),
            models.UniqueConstraint(
                fields=("order_id", "receipt_key"), condition=~Q(receipt_key=""), name="payments_receipt_once"
            ),
            models.CheckConstraint(condition=Q(state__in=_texts(PaymentState)), name="payments_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0, refunding_minor__gte=0), name="payments_amount"),
            models.CheckConstraint(
                condition=Q(announced_minor__gte=0, announced_minor__lte=F("refunding_minor")),
                name="payments_announced",
            ),
            models.CheckConstraint(
                condition=Q(credited_minor__gte=0, disputed_minor__gte=0)
                & Q(captured_minor__gte=F("refunded_minor") + F("credited_minor"))
                & Q(captured_minor__gte=F("refunded_minor") + F("disputed_minor")),
                name="payments_given_back",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0)
                & Q(captured_minor__gte=F("refunded_minor"))
                & Q(authorised_minor__gte=F("captured_minor")),
                name="payments_totals",
            ),
        )


class Operation(models.Model):
    """One thing asked of a provider, by its idempotency key."""

    id = models.UUIDField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    cause = models.TextField(blank=True)  # why, in the caller's words: one cause is refunded once
    key = models.TextField(unique=True)
    amount_minor = models.BigIntegerField()
    state = models.TextField()
    reason = models.TextField(blank=True)
    requested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("payment", "kind", "cause"),
                condition=~Q(state=OperationState.FAILED.value),
                name="payments_operation_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=_texts(OperationKind)), name="payments_operation_kind"),
            models.CheckConstraint(condition=Q(state__in=_texts(OperationState)), name="payments_operation_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_operation_amount"),
        )


class RefundAccount(models.Model):
    """Where the buyer wants one refund that a person sends; gone once it was sent."""

    operation = models.OneToOneField(Operation, primary_key=True, on_delete=models.PROTECT, related_name="+")
    holder = models.TextField()
    # Only what processes of the version before this one wrote, until the next night: it goes with the next version.
    iban = models.TextField()
    iban_seal = models.TextField(default="", db_default="")
    iban_key = models.TextField(default="", db_default="")  # a mark of the key that it is sealed under
    given_at = models.DateTimeField()


class ProviderMessage(models.Model):
    """The inbox: every signed message, once."""

    id = models.BigAutoField(primary_key=True)
    provider = models.TextField()
    event_id = models.TextField()
    kind = models.TextField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+", null=True)
    body = models.JSONField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    verdict = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("provider", "event_id"), name="payments_message_once"),
            models.CheckConstraint(condition=Q(verdict__in=_texts(MessageVerdict)), name="payments_message_verdict"),
        )


class Dispute(models.Model):
    """Money that a buyer has asked their bank to take back from us."""

    id = models.UUIDField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.TextField()
    state = models.TextField()
    amount_minor = models.BigIntegerField()
    reason = models.TextField(blank=True)
    answer_by = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("payment", "reference"), name="payments_dispute_once"),
            models.CheckConstraint(condition=Q(state__in=_texts(DisputeState)), name="payments_dispute_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_dispute_amount"),
        )
