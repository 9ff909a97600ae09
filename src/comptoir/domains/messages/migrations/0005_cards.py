import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messages', '0004_returns'),
        ('orders', '0007_discount'),
        ('returns', '0001_initial'),
        ('stored_value', '0003_sealed_codes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='messages_kind',
        ),
        migrations.AddField(
            model_name='message',
            name='about_account',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stored_value.account'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['order_to_pay', 'order_confirmed', 'order_changed', 'order_ready', 'order_shipped', 'order_cancelled', 'return_acknowledged', 'return_accepted', 'return_received', 'return_refused', 'stored_value_issued', 'test'])), name='messages_kind'),
        ),
    ]
