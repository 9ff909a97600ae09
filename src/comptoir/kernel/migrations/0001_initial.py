from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        BtreeGistExtension(),
        migrations.CreateModel(
            name="ClockSetting",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("shown", models.DateTimeField()),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "kernel_clock",
            },
        ),
        migrations.CreateModel(
            name="RateBucket",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("tokens", models.FloatField()),
                ("filled_at", models.DateTimeField()),
            ],
            options={
                "db_table": "kernel_rate_bucket",
            },
        ),
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField()),
                ("reaction", models.TextField()),
                ("error", models.TextField()),
                ("died_at", models.DateTimeField()),
                ("replayed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "kernel_dead_letter",
                "constraints": [
                    models.UniqueConstraint(models.F("event_id"), models.F("reaction"), name="kernel_dead_letter_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoryLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_kind", models.TextField()),
                ("actor_id", models.TextField()),
                ("actor_label", models.TextField()),
                ("action", models.TextField()),
                ("subject_type", models.TextField()),
                ("subject_id", models.TextField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("because", models.TextField()),
            ],
            options={
                "db_table": "kernel_history",
                "indexes": [
                    models.Index(
                        models.F("subject_type"), models.F("subject_id"), models.F("id"), name="kernel_history_subject"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OnceKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("scope", models.TextField()),
                ("key", models.TextField()),
                ("request_hash", models.TextField()),
                ("subject_id", models.TextField()),
                ("answer", models.JSONField(null=True)),
                ("claimed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "kernel_once",
                "indexes": [
                    models.Index(
                        models.F("claimed_at"), condition=models.Q(("answered_at", None)), name="kernel_once_open"
                    )
                ],
                "constraints": [models.UniqueConstraint(models.F("scope"), models.F("key"), name="kernel_once_key")],
            },
        ),
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("lane", models.TextField()),
                ("subject", models.TextField()),
                ("payload", models.JSONField()),
                ("emitted_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "kernel_outbox",
                "indexes": [
                    models.Index(
                        models.F("lane"),
                        models.F("id"),
                        condition=models.Q(("delivered_at", None)),
                        name="kernel_outbox_waiting",
                    ),
                    models.Index(models.F("subject"), models.F("id"), name="kernel_outbox_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReactionDone",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField()),
                ("reaction", models.TextField()),
                ("done_at", models.DateTimeField()),
            ],
            options={
                "db_table": "kernel_reaction_done",
                "constraints": [
                    models.UniqueConstraint(models.F("event_id"), models.F("reaction"), name="kernel_reaction_once")
                ],
            },
        ),
        # Append-only means that the database refuses, whatever code asks.
        migrations.RunSQL(
            """CREATE FUNCTION kernel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
               BEGIN RAISE EXCEPTION '% is append-only: correct by a new line', TG_TABLE_NAME; END $$""",
            "DROP FUNCTION kernel_append_only()",
        ),
        migrations.RunSQL(
            """CREATE TRIGGER kernel_history_append_only BEFORE UPDATE OR DELETE ON kernel_history
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER kernel_history_append_only ON kernel_history",
        ),
        migrations.RunSQL("ALTER TABLE kernel_rate_bucket SET UNLOGGED", "ALTER TABLE kernel_rate_bucket SET LOGGED"),
        # The outbox is a queue: rows are updated once and soon; leave room on the page and vacuum often.
        migrations.RunSQL(
            "ALTER TABLE kernel_outbox SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)",
            migrations.RunSQL.noop,
        ),
    ]
