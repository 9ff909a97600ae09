import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('fulfilment', '0002_tracking'), ('network', '0001_initial')]

    operations = [
        migrations.RunSQL(
            'CREATE SEQUENCE fulfilment_batch_number START 1', 'DROP SEQUENCE fulfilment_batch_number'
        ),
        migrations.CreateModel(
            name='PickBatch',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                (
                    'place',
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name='+',
                        to='network.place',
                    ),
                ),
                ('state', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-opened_at'], name='fulfilment_batches')],
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(state__in=['picking', 'picked', 'cancelled']),
                        name='fulfilment_batch_state',
                    ),
                ],
            },
        ),
        migrations.AddField(
            'shipment',
            'batch',
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name='+',
                to='fulfilment.pickbatch',
            ),
        ),
        migrations.AddField('shipment', 'box', models.IntegerField(null=True)),
        migrations.AddConstraint(
            'shipment', models.UniqueConstraint(fields=('batch', 'box'), name='fulfilment_one_box')
        ),
    ]
