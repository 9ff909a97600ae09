from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("markets", "0005_gift_wrap")]

    operations = [
        migrations.AddField(model_name="market", name="gift_wrap_article_id", field=models.UUIDField(null=True)),
    ]
