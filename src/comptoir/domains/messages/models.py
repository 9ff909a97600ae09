from django.db import models
from django.db.models import Q

from comptoir.domains.messages.values import MessageKind, MessageState


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
