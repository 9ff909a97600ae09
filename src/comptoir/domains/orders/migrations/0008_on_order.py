from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_discount")]

    operations = [migrations.AddField("orderline", "on_order", models.IntegerField(db_default=0, default=0))]
