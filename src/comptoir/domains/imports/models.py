"""What was imported from where, and what became of each row."""

from django.db import models
from django.db.models import Q

from comptoir.domains.imports.values import RunState, Verdict

_STATES = [one.value for one in RunState]
_VERDICTS = [one.value for one in Verdict]


class ImportRun(models.Model):
    """One reading of one file. Of each source, one runs at a time; that it runs lets it write."""

    id = models.UUIDField(primary_key=True)
    source = models.TextField()
    file_name = models.TextField()
    file_bytes = models.BigIntegerField()
    file_sha256 = models.TextField()
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    place_code = models.TextField()
    tax_class = models.TextField()
    language = models.TextField()
    state = models.TextField()
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    actor_label = models.TextField()

    class Meta:
        indexes = (models.Index(fields=("-started_at", "-id"), name="imports_runs_latest"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=_STATES), name="imports_run_state"),
            models.UniqueConstraint(
                fields=("source",), condition=Q(state=RunState.RUNNING.value), name="imports_one_running"
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.RUNNING.value) | Q(ended_at__isnull=False), name="imports_run_ended"
            ),
        )


class ImportRow(models.Model):
    """A row of the file that was not simply unchanged. ``notes`` hold codes and facts; ``NOTES`` has the sentences."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.IntegerField()
    source_id = models.TextField()
    sku = models.TextField()
    verdict = models.TextField()
    notes = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=("run", "line"), name="imports_rows_of"),)
        constraints = (models.CheckConstraint(condition=Q(verdict__in=_VERDICTS), name="imports_row_verdict"),)


class SourceLink(models.Model):
    """A product of a source is a product here. ``content`` is what the source said of it the last time."""

    id = models.BigAutoField(primary_key=True)
    source = models.TextField()
    source_id = models.TextField()
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    content_hash = models.TextField()
    pictures = models.JSONField(default=dict)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    linked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "source_id"), name="imports_linked_once"),
            models.UniqueConstraint(fields=("product", "source"), name="imports_one_link_per_source"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(source_id=""), name="imports_link_named"),
        )
