from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("markets", "0004_return_postage")]

    operations = [
        migrations.AddField(
            model_name="market", name="gift_wrap", field=models.BooleanField(db_default=False, default=False)
        ),
    ]
