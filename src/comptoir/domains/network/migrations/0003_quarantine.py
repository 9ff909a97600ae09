from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0002_sourcing")]

    operations = [
        migrations.RemoveConstraint("place", "network_place_kind"),
        migrations.AddConstraint(
            "place",
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["warehouse", "shop", "quarantine"])), name="network_place_kind"
            ),
        ),
    ]
