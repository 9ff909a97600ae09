"""Made beside the writing, not in front of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("orders", "0011_kinds")]

    operations = [
        AddIndexConcurrently(
            "orderline",
            models.Index(
                "order",
                condition=models.Q(
                    ("kind", "download"), ("quantity__gt", models.F("shipped") + models.F("cancelled"))
                ),
                name="orders_to_download",
            ),
        ),
    ]
