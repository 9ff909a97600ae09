from django.db import migrations, models

_EMPTY = {"blank": True, "default": "", "db_default": ""}


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_link_version")]

    operations = [
        migrations.AddField("orderline", "kind", models.TextField(default="goods", db_default="goods")),
        migrations.AddField("orderline", "kit", models.JSONField(null=True)),
        migrations.AddField("order", "waiver", models.TextField(**_EMPTY)),
    ]
