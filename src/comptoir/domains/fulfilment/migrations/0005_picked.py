import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_withdrawal'),
        ('fulfilment', '0004_labels'),
    ]

    operations = [
        migrations.CreateModel(
            name='PickedArticle',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('found', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fulfilment.pickbatch')),
                ('variant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'variant'), name='fulfilment_picked_once'), models.CheckConstraint(condition=models.Q(('found__gte', 0)), name='fulfilment_found')],
            },
        ),
    ]
