from django.db import models
from django.db.models import Q, Value

from comptoir.domains.messages.values import OPEN_ALERTS, AlertState, MessageKind, MessageState

_WAITING = Q(state=AlertState.CONFIRMED)


class Message(models.Model):
    """One message to one person. ``key`` makes sure that the same news is told once."""

    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    kind = models.TextField()
    to = models.TextField()
    language = models.TextField()
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.PROTECT, related_name="+")
    about_return = models.ForeignKey(
        "returns.Return", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about_account = models.ForeignKey(
        "stored_value.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about_purchase = models.ForeignKey(
        "inventory.PurchaseOrder", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    link_id = models.UUIDField(null=True)  # of customers, who throw it away when it is too old
    market = models.TextField(default="", db_default="", blank=True)  # of a letter about somebody's account
    about_alert = models.ForeignKey(
        "messages.StockAlert", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # What a letter says that is about no row of ours: a question of a visitor, and whom to answer.
    facts = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    state = models.TextField()
    subject = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    html = models.TextField(default="", blank=True)
    failure = models.TextField(default="", blank=True)
    queued_at = models.DateTimeField()
    tries = models.IntegerField(default=0, db_default=0)
    try_at = models.DateTimeField(null=True)  # after a try that failed: not before then
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("queued_at", name="messages_waiting", condition=Q(state=MessageState.QUEUED)),
            models.Index("id", name="messages_given_up", condition=Q(state=MessageState.GIVEN_UP)),
            models.Index("about_account", name="messages_of_account", condition=Q(about_account__isnull=False)),
            models.Index("about_purchase", name="messages_of_purchase", condition=Q(about_purchase__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(MessageKind)), name="messages_kind"),
            models.CheckConstraint(condition=Q(state__in=list(MessageState)), name="messages_state"),
        )


class StockAlert(models.Model):
    """Somebody waits for a variant that is sold out. One at a time for each address, variant and market."""

    id = models.UUIDField(primary_key=True)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.TextField()
    email = models.TextField(blank=True)
    state = models.TextField()
    round = models.IntegerField(default=1)  # of telling: one more each time that the article was gone too soon
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            # In which order they are told.
            models.Index("variant", "confirmed_at", "id", name="messages_alerts_waiting", condition=_WAITING),
            models.Index("variant", "told_at", name="messages_alerts_told", condition=Q(state=AlertState.TOLD)),
            models.Index("asked_at", name="messages_alerts_by_age", condition=~Q(email="")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(AlertState)), name="messages_alert_state"),
            models.UniqueConstraint(
                fields=("variant", "market", "email"),
                condition=Q(state__in=[str(state) for state in OPEN_ALERTS]),
                name="messages_alert_once",
            ),
            models.CheckConstraint(
                condition=Q(state=AlertState.ASKED, confirmed_at=None, told_at=None)
                | Q(state=AlertState.CONFIRMED, confirmed_at__isnull=False, told_at=None)
                | Q(state=AlertState.TOLD, told_at__isnull=False)
                | Q(state=AlertState.STOPPED),
                name="messages_alert_when",
            ),
        )
