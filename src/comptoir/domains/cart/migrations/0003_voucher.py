from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cart", "0002_stored_value"),
    ]

    operations = [
        migrations.AddField("cart", "voucher_id", models.UUIDField(null=True)),
    ]
