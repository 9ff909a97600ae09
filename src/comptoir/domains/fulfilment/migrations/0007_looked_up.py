from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0006_promised_by")]

    operations = [
        migrations.AddField("shipment", "next_look_at", models.DateTimeField(null=True)),
        migrations.AddField("shipment", "quiet_looks", models.IntegerField(db_default=0, default=0)),
    ]
