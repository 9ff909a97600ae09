import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

STATES = ['requested', 'accepted', 'received', 'closed', 'refused', 'withdrawn', 'stopped']
REASONS = ['', 'unsuited', 'different', 'late', 'damaged', 'faulty', 'wrong', 'other']


class Migration(migrations.Migration):
    dependencies = [('returns', '0002_exchange')]

    operations = [
        migrations.CreateModel(
            'CalledOffLine',
            [
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.IntegerField()),
                ('quantity', models.IntegerField()),
                ('reason', models.TextField(blank=True)),
                (
                    'of_return',
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name='called_off', to='returns.return'
                    ),
                ),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('of_return', 'position'), name='returns_called_off_once'),
                    models.CheckConstraint(condition=Q(quantity__gt=0), name='returns_called_off_quantity'),
                    models.CheckConstraint(condition=Q(reason__in=REASONS), name='returns_called_off_reason'),
                ]
            },
        ),
        migrations.RemoveConstraint('return', 'returns_state'),
        migrations.AddConstraint(
            'return', models.CheckConstraint(condition=Q(state__in=STATES), name='returns_state')
        ),
    ]
