from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_to_download")]

    operations = [
        migrations.AddField(model_name="order", name="gift_message", field=models.TextField(blank=True, null=True)),
    ]
