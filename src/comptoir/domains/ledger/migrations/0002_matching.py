from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.AddField("entry", "party", models.TextField(db_default="", default="")),
        migrations.AddField("entry", "party_name", models.TextField(db_default="", default="")),
        migrations.AddField("entry", "matched_by", models.TextField(db_default="", default="")),
        migrations.AddIndex(
            "entry",
            models.Index(
                models.F("matched_by"),
                condition=models.Q(("matched_by", ""), _negated=True),
                name="ledger_entries_matched",
            ),
        ),
    ]
