from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0009_receipts")]

    operations = [migrations.AddField("goodsreceipt", "cancelled_at", models.DateTimeField(null=True))]
