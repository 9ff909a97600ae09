import comptoir.domains.delivery.values
import comptoir.kernel.texts
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Method",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("kind", models.TextField()),
                ("labels", comptoir.kernel.texts.TextsField(default=dict)),
                ("carrier", models.TextField()),
                ("active", models.BooleanField()),
                ("position", models.IntegerField()),
                ("cut_off", models.TimeField()),
                ("handling_days", models.IntegerField()),
                ("transit_days_min", models.IntegerField()),
                ("transit_days_max", models.IntegerField()),
                ("time_zone", models.TextField()),
                ("origin_country", models.TextField()),
                (
                    "market",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="markets.market",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("countries", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("from_total_minor", models.BigIntegerField()),
                ("up_to_weight_grams", models.BigIntegerField(null=True)),
                ("price_minor", models.BigIntegerField()),
                ("currency", models.TextField()),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rates", to="delivery.method"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="method",
            constraint=models.UniqueConstraint(fields=("market", "code"), name="delivery_one_method_per_code"),
        ),
        migrations.AddConstraint(
            model_name="method",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            comptoir.domains.delivery.values.MethodKind["HOME"],
                            comptoir.domains.delivery.values.MethodKind["PICKUP"],
                        ],
                    )
                ),
                name="delivery_method_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="method",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", comptoir.domains.delivery.values.MethodKind["PICKUP"]), ("place__isnull", False)),
                    models.Q(("kind", comptoir.domains.delivery.values.MethodKind["HOME"]), ("place", None)),
                    _connector="OR",
                ),
                name="delivery_pickup_has_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="method",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handling_days__gte", 0),
                    ("transit_days_min__gte", 0),
                    ("transit_days_max__gte", models.F("transit_days_min")),
                ),
                name="delivery_method_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="method",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin_country__regex", "^[A-Z]{2}$")), name="delivery_method_origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_total_minor__gte", 0), ("price_minor__gte", 0)),
                name="delivery_rate_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("up_to_weight_grams", None), ("up_to_weight_grams__gt", 0), _connector="OR"),
                name="delivery_rate_weight",
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("countries__len__gt", 0)), name="delivery_rate_countries"
            ),
        ),
    ]
