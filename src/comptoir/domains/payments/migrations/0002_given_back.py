from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [('payments', '0001_initial')]

    operations = [
        migrations.AddField('payment', 'credited_minor', models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField('payment', 'disputed_minor', models.BigIntegerField(db_default=0, default=0)),
        migrations.AddConstraint(
            'payment',
            models.CheckConstraint(
                condition=Q(credited_minor__gte=0, disputed_minor__gte=0)
                & Q(captured_minor__gte=F('refunded_minor') + F('credited_minor'))
                & Q(captured_minor__gte=F('refunded_minor') + F('disputed_minor')),
                name='payments_given_back',
            ),
        ),
    ]
