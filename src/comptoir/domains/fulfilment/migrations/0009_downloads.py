import django.db.models.deletion
from django.db import migrations, models


def _to(model, **options):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0008_under_way"),
        ("catalogue", "0004_kinds"),
        ("orders", "0011_kinds"),
        ("markets", "0004_return_postage"),
    ]

    operations = [
        migrations.CreateModel(
            name="Download",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("name", models.TextField()),
                ("size", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("most", models.IntegerField()),
                ("used", models.IntegerField(db_default=0, default=0)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("renewals", models.IntegerField(db_default=0, default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("file", _to("catalogue.variantfile", db_index=False)),
                ("order", _to("orders.order")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "position", "file"), name="fulfilment_downloaded_once"),
                    models.CheckConstraint(
                        condition=models.Q(("most__gt", 0), ("used__gte", 0), ("used__lte", models.F("most"))),
                        name="fulfilment_download_used",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DownloadRules",
            fields=[
                (
                    "market",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="markets.market",
                    ),
                ),
                ("times", models.IntegerField()),
                ("days", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gt", 0), ("times__gt", 0)), name="fulfilment_download_rules"
                    ),
                ],
            },
        ),
    ]
