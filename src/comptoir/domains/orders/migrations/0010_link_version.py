from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('orders', '0009_replacement')]

    operations = [
        migrations.AddField('order', 'link_version', models.IntegerField(db_default=0, default=0)),
    ]
