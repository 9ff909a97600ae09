from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.AddField("offercard", "to_order", models.TextField(db_default="", default=""))]
