from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("markets", "0002_sourcing"),
    ]

    operations = [
        migrations.AddField("market", "invoice_series", models.TextField(db_default="", default="")),
        migrations.AddConstraint(
            "market",
            models.CheckConstraint(
                condition=models.Q(("invoice_series__regex", "^[A-Z]{0,4}$")), name="markets_market_invoice_series"
            ),
        ),
    ]
