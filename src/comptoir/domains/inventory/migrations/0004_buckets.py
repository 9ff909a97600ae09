import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('network', '0001_initial'),
        ('inventory', '0003_supply_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='stocklevel',
            name='buckets',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='reservation',
            name='spread',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name='StockBucket',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.SmallIntegerField()),
                ('free', models.BigIntegerField(db_default=0, default=0)),
                ('floor', models.BigIntegerField(db_default=0, default=0)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('variant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('variant', 'place', 'number'), name='inventory_one_bucket'), models.CheckConstraint(condition=models.Q(('floor__gte', 0), ('free__gte', 0), ('number__gte', 1)), name='inventory_bucket_not_negative')],
            },
        ),
    ]
