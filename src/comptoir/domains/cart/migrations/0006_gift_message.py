from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cart", "0005_wishes")]

    operations = [
        migrations.AddField(model_name="cart", name="gift_message", field=models.TextField(blank=True, null=True)),
    ]
