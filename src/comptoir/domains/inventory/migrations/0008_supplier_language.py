from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0007_shelf")]

    operations = [migrations.AddField("supplier", "language", models.TextField(db_default="", default=""))]
