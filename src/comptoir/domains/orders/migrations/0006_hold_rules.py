import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [('markets', '0004_return_postage'), ('orders', '0005_gestures')]

    operations = [
        migrations.CreateModel(
            'HoldRules',
            [
                (
                    'market',
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+',
                        serialize=False, to='markets.market',
                    ),
                ),
                ('amount_above_minor', models.BigIntegerField(null=True)),
                ('first_above_minor', models.BigIntegerField(null=True)),
                ('countries_differ', models.BooleanField()),
                ('orders_most', models.IntegerField(null=True)),
                ('emails_most', models.IntegerField(null=True)),
                ('tries_most', models.IntegerField(null=True)),
                ('hours', models.IntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=Q(hours__gt=0), name='orders_hold_rules_hours')]
            },
        ),
    ]
