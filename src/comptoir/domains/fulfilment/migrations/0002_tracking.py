from django.db import migrations, models
from django.db.models import Q

_STATUSES = [
    'handed_over', 'in_transit', 'out_for_delivery', 'attempted', 'at_pickup_point', 'delivered', 'returned', 'lost'
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [('fulfilment', '0001_initial')]

    operations = [
        migrations.AddField('shipment', 'promised_on', models.DateField(null=True)),
        migrations.AddField('shipment', 'ready_at', models.DateTimeField(null=True)),
        migrations.AddField('shipment', 'collection_code', models.TextField(db_default='', default='')),
        migrations.AddField('shipment', 'delivered_at', models.DateTimeField(null=True)),
        migrations.AddField('shipment', 'delivered_on', models.DateField(null=True)),
        migrations.AddField('shipment', 'last_status', models.TextField(db_default='', default='')),
        migrations.AddField('shipment', 'last_status_at', models.DateTimeField(null=True)),
        migrations.RemoveConstraint('shipment', 'fulfilment_state'),
        migrations.AddConstraint(
            'shipment',
            models.CheckConstraint(
                condition=Q(state__in=['preparing', 'ready', 'shipped', 'cancelled']), name='fulfilment_state'
            ),
        ),
        migrations.AddIndex(
            'shipment',
            models.Index('shipped_at', condition=Q(shipped_at__isnull=False), name='fulfilment_by_departure'),
        ),
        migrations.CreateModel(
            name='TrackingEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                (
                    'shipment',
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.PROTECT,
                        related_name='+',
                        to='fulfilment.shipment',
                    ),
                ),
                ('key', models.TextField()),
                ('status', models.TextField()),
                ('at', models.DateTimeField()),
                ('where', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('heard_at', models.DateTimeField()),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('shipment', 'key'), name='fulfilment_told_once'),
                    models.CheckConstraint(
                        condition=Q(status__in=_STATUSES), name='fulfilment_tracking_status'
                    ),
                ],
            },
        ),
    ]
