from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('markets', '0004_return_postage'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='case',
            name='cases_kind',
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['broken_invariant', 'payment_difference', 'stuck_order', 'dispute', 'dead_event', 'failed_job', 'failing_webhook', 'missing_goods'])), name='cases_kind'),
        ),
    ]
