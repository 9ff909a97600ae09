"""Cases, what people wrote beside them, and when each source of them looked last."""

from django.db import models
from django.db.models import Q

from comptoir.domains.cases.values import CaseKind, CaseState, Severity

_UNDECIDED = Q(state__in=[CaseState.OPEN.value, CaseState.IN_HAND.value])
_DISMISSED = Q(state=CaseState.DISMISSED.value)


class Case(models.Model):
    """One finding. ``holds`` keeps its key: while it does, the same finding is this case and no second row.

    An undecided case holds its key, and so does a dismissed one for as long as its source still sees the thing: what
    was dismissed is not opened again every hour.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    key = models.TextField()
    holds = models.BooleanField()
    source = models.TextField(blank=True)  # the check that sees it; "" where nothing looks for it again
    what = models.TextField()
    facts = models.JSONField()
    evidence = models.JSONField()
    market = models.ForeignKey("markets.Market", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_type = models.TextField(blank=True)
    subject_id = models.TextField(blank=True)
    severity = models.TextField()
    state = models.TextField()
    handler_id = models.TextField(blank=True)
    handler_name = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    times_seen = models.IntegerField()
    closed_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)
    former = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = (
            models.Index("key", "id", name="cases_by_key"),
            models.Index("state", "id", name="cases_by_state"),
            models.Index("source", "key", name="cases_held_by_source", condition=Q(holds=True)),
        )
        constraints = (
            models.UniqueConstraint(fields=("key",), condition=Q(holds=True), name="cases_one_a_key"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in CaseKind]), name="cases_kind"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in CaseState]), name="cases_state"),
            models.CheckConstraint(condition=Q(severity__in=[one.value for one in Severity]), name="cases_severity"),
            models.CheckConstraint(condition=Q(times_seen__gt=0), name="cases_seen"),
            models.CheckConstraint(
                condition=(_UNDECIDED & Q(holds=True, closed_at=None))
                | (~_UNDECIDED & Q(closed_at__isnull=False) & ~Q(because="") & (_DISMISSED | Q(holds=False))),
                name="cases_closed_for_a_reason",
            ),
        )


class CaseNote(models.Model):
    """What somebody wrote beside a case. Never changed."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    author_id = models.TextField()
    author = models.TextField()
    text = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="cases_note_has_words"),)


class CheckRun(models.Model):
    """The last time a source looked, and what it counted."""

    source = models.TextField(primary_key=True)
    ran_at = models.DateTimeField()
    counts = models.JSONField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(source=""), name="cases_run_of_a_source"),)
