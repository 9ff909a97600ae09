import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [('fulfilment', '0003_batches')]

    operations = [
        migrations.AddField('shipment', 'tracking_page', models.TextField(db_default='', default='')),
        migrations.AddIndex(
            'shipment',
            models.Index(
                'promised_on',
                condition=Q(delivered_at__isnull=True, state='shipped') & ~Q(last_status=''),
                name='fulfilment_followed',
            ),
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                (
                    'shipment',
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name='+',
                        to='fulfilment.shipment',
                    ),
                ),
                ('connector', models.TextField()),
                ('carrier', models.TextField(blank=True)),
                ('state', models.TextField()),
                ('asked', models.JSONField(default=dict)),
                ('weight_grams', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('tries', models.IntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('reference', models.TextField(blank=True)),
                ('tracking_number', models.TextField(blank=True)),
                ('tracking_url', models.TextField(blank=True)),
                ('pdf_path', models.TextField(blank=True)),
                ('pdf_sha256', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'indexes': [
                    models.Index(
                        'next_try_at',
                        condition=Q(next_try_at__isnull=False),
                        name='fulfilment_labels_to_tell',
                    )
                ],
                'constraints': [
                    models.CheckConstraint(
                        condition=Q(
                            state__in=['asked', 'made', 'refused', 'called_off', 'withdrawn', 'charged']
                        ),
                        name='fulfilment_label_state',
                    ),
                    models.CheckConstraint(condition=Q(weight_grams__gt=0), name='fulfilment_label_weight'),
                    models.UniqueConstraint(
                        condition=Q(state__in=['asked', 'made']),
                        fields=('shipment',),
                        name='fulfilment_one_label',
                    ),
                    models.CheckConstraint(
                        condition=~Q(state='made') | Q(pdf_sha256__regex='^[0-9a-f]{64}$'),
                        name='fulfilment_label_kept',
                    ),
                ],
            },
        ),
    ]
