"""What is awaited is asked of every list of orders. And buyers are told anew of what can be sold beyond a shelf: it has
got a band of its own."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

TELL_ANEW = """
INSERT INTO kernel_outbox (name, lane, subject, payload, emitted_at, due_at, attempts)
SELECT 'inventory.availability_changed.1', 'bulk', '', jsonb_build_object('variant_ids', jsonb_agg(DISTINCT variant_id)),
       statement_timestamp(), statement_timestamp(), 0
  FROM inventory_stocklevel WHERE backorder_limit > 0 HAVING count(*) > 0
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0005_bucket_indexes"), ("kernel", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "reservation",
            models.Index(
                "variant",
                "place",
                condition=models.Q(state__in=("active", "claimed")),
                name="inventory_open_reservations",
            ),
        ),
        migrations.RunSQL(TELL_ANEW, migrations.RunSQL.noop),
    ]
