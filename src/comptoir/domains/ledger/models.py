"""Accounts, entries and lines, append-only; the database itself refuses an entry that is not balanced."""

from django.db import models
from django.db.models import Q

from comptoir.domains.ledger.values import Journal


class Account(models.Model):
    """An account of one legal entity in one currency. The entity is of a higher domain, so it is no relation."""

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    code = models.TextField()
    currency = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entity_id", "code", "currency"), name="ledger_one_account"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[1-7][0-9]{2}[0-9A-Z]{0,29}$"), name="ledger_account_code"
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="ledger_account_currency"),
        )


class Entry(models.Model):
    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    journal = models.TextField()
    entered_on = models.DateField()
    label = models.TextField()
    reference = models.TextField()
    piece = models.TextField(default="", db_default="")
    party = models.TextField(default="", db_default="")
    party_name = models.TextField(default="", db_default="")
    matched_by = models.TextField(default="", db_default="")
    key = models.TextField(unique=True)
    digest = models.TextField()  # of what was asked: the same key with other amounts is refused
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_label = models.TextField()
    posted_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index("entity_id", "entered_on", "id", name="ledger_entries_by_day"),
            models.Index("reference", name="ledger_entries_about"),
            models.Index("piece", name="ledger_entries_piece", condition=~Q(piece="")),
            models.Index("matched_by", name="ledger_entries_matched", condition=~Q(matched_by="")),
        )
        constraints = (models.CheckConstraint(condition=Q(journal__in=list(Journal)), name="ledger_entry_journal"),)


class Line(models.Model):
    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    debit_minor = models.BigIntegerField()
    credit_minor = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(debit_minor__gt=0, credit_minor=0) | Q(debit_minor=0, credit_minor__gt=0),
                name="ledger_line_has_one_side",
            ),
        )
