from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [('payments', '0005_announced')]

    operations = [
        migrations.AddField('payment', 'receipt_key', models.TextField(db_default='', default='')),
        migrations.AddConstraint(
            'payment',
            models.UniqueConstraint(
                fields=('order_id', 'receipt_key'), condition=~Q(receipt_key=''), name='payments_receipt_once'
            ),
        ),
    ]
