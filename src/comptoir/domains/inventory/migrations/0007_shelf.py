from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0006_open_reservations")]

    operations = [migrations.AddField("stocklevel", "shelf", models.TextField(default="", db_default=""))]
