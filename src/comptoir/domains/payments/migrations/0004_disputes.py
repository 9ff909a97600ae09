import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [('payments', '0003_source')]

    operations = [
        migrations.CreateModel(
            'Dispute',
            [
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('reference', models.TextField()),
                ('state', models.TextField()),
                ('amount_minor', models.BigIntegerField()),
                ('reason', models.TextField(blank=True)),
                ('answer_by', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                (
                    'payment',
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+',
                        to='payments.payment',
                    ),
                ),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('payment', 'reference'), name='payments_dispute_once'),
                    models.CheckConstraint(
                        condition=Q(state__in=['open', 'won', 'lost']), name='payments_dispute_state'
                    ),
                    models.CheckConstraint(condition=Q(amount_minor__gt=0), name='payments_dispute_amount'),
                ]
            },
        ),
    ]
