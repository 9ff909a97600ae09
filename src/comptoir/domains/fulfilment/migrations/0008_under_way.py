"""Made beside the writing, not in front of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("fulfilment", "0007_looked_up")]

    operations = [
        AddIndexConcurrently(
            "shipment",
            models.Index(
                "carrier",
                "next_look_at",
                condition=models.Q(("delivered_at__isnull", True), ("state", "shipped"), models.Q(("tracking_number", ""), _negated=True)),
                name="fulfilment_under_way",
            ),
        ),
    ]
