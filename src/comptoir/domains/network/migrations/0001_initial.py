from django.db import migrations, models

import comptoir.kernel.texts


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("name", comptoir.kernel.texts.TextsField(default=dict)),
                ("address", models.JSONField()),
                ("opening_hours", models.JSONField(default=dict)),
                ("time_zone", models.TextField()),
                ("priority", models.IntegerField(default=0)),
                ("offers_pickup", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z0-9-]{0,31}$")), name="network_place_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["warehouse", "shop"])), name="network_place_kind"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", {}), _negated=True), name="network_place_named"),
                ],
            },
        ),
    ]
