import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='place',
            name='partner',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='place',
            name='territory',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=models.Value('{}'), default=list),
        ),
    ]
