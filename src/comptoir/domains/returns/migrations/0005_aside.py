from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("returns", "0004_scrapped")]

    operations = [
        migrations.AddField("returnline", "aside", models.IntegerField(db_default=0, default=0)),
        migrations.AddConstraint(
            "returnline",
            models.CheckConstraint(
                condition=Q(aside=0) | Q(aside__gt=0, aside__lte=F("received") - F("scrapped"), outcome="restock"),
                name="returns_line_aside",
            ),
        ),
    ]
