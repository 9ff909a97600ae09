"""The kernel's own tables: outbox, reactions, dead letters, history, idempotency keys, the test clock, rate buckets."""

from django.db import models

from comptoir.kernel.access import BY_HAND


class OutboxEvent(models.Model):
    """One event, written in the transaction of the change it tells of."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    lane = models.TextField()
    subject = models.TextField()  # what the event is about; events of one subject are delivered in order
    payload = models.JSONField()
    emitted_at = models.DateTimeField()
    due_at = models.DateTimeField()  # moved forward after a failed reaction
    attempts = models.IntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_outbox"
        indexes = (
            models.Index("lane", "id", name="kernel_outbox_waiting", condition=models.Q(delivered_at=None)),
            models.Index("subject", "id", name="kernel_outbox_subject"),
        )


class ReactionDone(models.Model):
    """Proof that one reaction has dealt with one event: written in the transaction of its effect."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.BigIntegerField()
    reaction = models.TextField()
    done_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_reaction_done"
        constraints = (models.UniqueConstraint("event_id", "reaction", name="kernel_reaction_once"),)


class DeadLetter(models.Model):
    """A reaction that failed for good. Nothing is dropped without one, and it can be played again."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.BigIntegerField()
    reaction = models.TextField()
    error = models.TextField()
    died_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_dead_letter"
        constraints = (models.UniqueConstraint("event_id", "reaction", name="kernel_dead_letter_once"),)


class HistoryLine(models.Model):
    """Who did what to which thing, when and why. Append-only: a trigger refuses updates and deletions."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_label = models.TextField()
    action = models.TextField()
    subject_type = models.TextField()
    subject_id = models.TextField()
    before = models.JSONField()
    after = models.JSONField()
    because = models.TextField()

    class Meta:
        db_table = "kernel_history"
        indexes = (
            models.Index("subject_type", "subject_id", "id", name="kernel_history_subject"),
            # What people and their programs did is a small part of the trail, and what its readers look for.
            models.Index("id", name="kernel_history_by_hand", condition=models.Q(actor_kind__in=BY_HAND)),
        )


class OnceKey(models.Model):
    """An idempotency key, what was asked with it, and what was answered."""

    id = models.BigAutoField(primary_key=True)
    scope = models.TextField()
    key = models.TextField()
    request_hash = models.TextField()
    subject_id = models.TextField()
    answer = models.JSONField(null=True)
    claimed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_once"
        constraints = (models.UniqueConstraint("scope", "key", name="kernel_once_key"),)
        indexes = (models.Index("claimed_at", name="kernel_once_open", condition=models.Q(answered_at=None)),)


class ClockSetting(models.Model):
    """The test clock: what it showed at the real instant ``set_at``."""

    id = models.SmallIntegerField(primary_key=True)
    shown = models.DateTimeField()
    set_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_clock"


class RateBucket(models.Model):
    """A token bucket. The table is unlogged: forgetting it in a crash costs nobody anything."""

    key = models.TextField(primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_rate_bucket"
