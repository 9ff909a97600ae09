import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("url", models.TextField()),
                ("event_names", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "markets",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None),
                ),
                ("enabled", models.BooleanField()),
                ("secret", models.TextField()),
                ("former_secret", models.TextField(blank=True, default="")),
                ("former_secret_until", models.DateTimeField(null=True)),
                ("position", models.BigIntegerField(default=0)),
                ("failures", models.IntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("failure_told", models.BooleanField(default=False)),
                ("rests_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(former_secret="", former_secret_until=None)
                        | (~Q(former_secret="") & Q(former_secret_until__isnull=False)),
                        name="integrations_former_secret_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integrations.subscription"
                    ),
                ),
                ("subject", models.TextField()),
                ("last", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subscription", "subject"), name="integrations_one_count_a_subject")
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integrations.subscription"
                    ),
                ),
                ("position", models.BigIntegerField()),
                ("event_name", models.TextField()),
                ("subject", models.TextField()),
                ("sequence", models.BigIntegerField(null=True)),
                ("body", models.TextField()),
                ("state", models.TextField()),
                ("tries", models.IntegerField(default=0)),
                ("try_at", models.DateTimeField()),
                ("happened_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("status", models.IntegerField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("failure", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(state="queued"), fields=["subscription", "try_at"], name="integrations_waiting"
                    ),
                    models.Index(condition=Q(ended_at__isnull=False), fields=["ended_at"], name="integrations_ended"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subscription", "position"), name="integrations_position"),
                    models.UniqueConstraint(
                        fields=("subscription", "subject", "sequence"), name="integrations_sequence"
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["queued", "delivered", "given_up"]), name="integrations_delivery_state"
                    ),
                    models.CheckConstraint(
                        condition=Q(sequence=None, subject="") | (~Q(subject="") & Q(sequence__gte=1)),
                        name="integrations_subjects_are_counted",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at=None, state="queued")
                        | (~Q(state="queued") & Q(ended_at__isnull=False)),
                        name="integrations_ended_when_not_queued",
                    ),
                ],
            },
        ),
    ]
