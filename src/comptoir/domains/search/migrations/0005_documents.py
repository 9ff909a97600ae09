import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q

import comptoir.kernel.texts

# Every product is told of anew, a few hundred an event: the worker makes its document within seconds. Until then lists
# and searches do without it.
_TELL = """
INSERT INTO kernel_outbox (name, lane, subject, payload, emitted_at, due_at, attempts)
SELECT 'catalogue.products_changed.1', 'bulk', '', jsonb_build_object('product_ids', jsonb_agg(product_id)), statement_timestamp(),
       statement_timestamp(), 0
  FROM (SELECT product_id, row_number() OVER (ORDER BY product_id) / 200 AS part
          FROM (SELECT DISTINCT product_id FROM search_card) AS each) AS parted
 GROUP BY part
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0004_companions"), ("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CardDocument",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "market", "product_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("market", models.TextField()),
                ("product_id", models.UUIDField()),
                ("ordinal", models.BigIntegerField()),
                ("version", models.BigIntegerField()),
                ("gone", models.BooleanField()),
                ("texts", models.JSONField()),
                ("facts", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("by_position", models.BigIntegerField()),
                ("by_cheapness", models.BigIntegerField()),
                ("by_age", models.BigIntegerField()),
            ],
            options={
                "db_table": "search_document",
                "indexes": [
                    models.Index(models.F("version"), name="search_by_version"),
                ],
                "constraints": [models.UniqueConstraint(fields=("ordinal",), name="search_one_ordinal")],
            },
        ),
        migrations.CreateModel(
            name="FactName",
            fields=[
                ("fact", models.TextField(primary_key=True, serialize=False)),
                ("names", comptoir.kernel.texts.TextsField()),
            ],
            options={"db_table": "search_fact_name"},
        ),
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("language", models.TextField()),
                ("words", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("changed_at", models.DateTimeField()),
            ],
            options={"db_table": "search_synonyms"},
        ),
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("market", models.TextField()),
                ("words", models.TextField(default="")),
                ("key", models.TextField(default="")),
                ("category", models.TextField(default="")),
                ("pinned", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ("boosted", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ("hidden", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "search_arrangement",
                "constraints": [
                    models.UniqueConstraint(fields=("market", "key", "category"), name="search_one_arrangement"),
                    models.CheckConstraint(
                        condition=(Q(key="") & ~Q(category="")) | (Q(category="") & ~Q(key="")),
                        name="search_arrangement_of_one",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_TELL, migrations.RunSQL.noop),
    ]
