from django.db import migrations, models

# Every product that may look otherwise is told of anew, a few hundred an event; until then its card is as it was.
_TELL = """
INSERT INTO kernel_outbox (name, lane, subject, payload, emitted_at, due_at, attempts)
SELECT 'catalogue.products_changed.1', 'bulk', '', jsonb_build_object('product_ids', jsonb_agg(product_id)), statement_timestamp(),
       statement_timestamp(), 0
  FROM (SELECT product_id, row_number() OVER (ORDER BY product_id) / 200 AS part
          FROM (SELECT DISTINCT product_id FROM search_card) AS each) AS parted
 GROUP BY part
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0006_by_slug"), ("kernel", "0001_initial")]

    operations = [
        migrations.AddField("offercard", "avif", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("offercard", "downloaded", models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(_TELL, migrations.RunSQL.noop),
    ]
