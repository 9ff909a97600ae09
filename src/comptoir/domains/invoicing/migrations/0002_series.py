from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoicing", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("series", "invoicing_series_kind"),
        migrations.AddConstraint(
            "series",
            models.CheckConstraint(
                condition=models.Q(("kind__regex", "^(invoice|credit_note)(:[A-Z]{1,4})?$")),
                name="invoicing_series_numbers",
            ),
        ),
    ]
