from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('messages', '0006_card_indexes')]

    operations = [
        migrations.RemoveConstraint('message', 'messages_kind'),
        migrations.AddConstraint(
            'message',
            models.CheckConstraint(
                condition=models.Q(('kind__in', [
                    'order_to_pay', 'order_confirmed', 'payment_received', 'order_changed', 'order_ready',
                    'order_shipped', 'order_cancelled', 'return_acknowledged', 'return_accepted', 'return_received', 'return_refused',
                    'stored_value_issued', 'test',
                ])),
                name='messages_kind',
            ),
        ),
    ]
