from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [('payments', '0004_disputes')]

    operations = [
        migrations.AddField('payment', 'announced_minor', models.BigIntegerField(db_default=0, default=0)),
        migrations.AddConstraint(
            'payment',
            models.CheckConstraint(
                condition=Q(announced_minor__gte=0, announced_minor__lte=F('refunding_minor')),
                name='payments_announced',
            ),
        ),
    ]
