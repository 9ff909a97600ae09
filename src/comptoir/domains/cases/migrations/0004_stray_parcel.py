from django.db import migrations, models
from django.db.models import Q

KINDS = [
    'broken_invariant', 'payment_difference', 'stuck_order', 'dispute', 'withdrawn', 'stray_parcel', 'dead_event',
    'failed_job', 'failing_webhook', 'missing_goods',
]


class Migration(migrations.Migration):
    dependencies = [('cases', '0003_withdrawn')]

    operations = [
        migrations.RemoveConstraint('case', 'cases_kind'),
        migrations.AddConstraint('case', models.CheckConstraint(condition=Q(kind__in=KINDS), name='cases_kind')),
    ]
