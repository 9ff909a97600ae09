from django.db import migrations, models

_KINDS = ['order_to_pay', 'order_confirmed', 'order_changed', 'order_ready', 'order_shipped', 'order_cancelled', 'test']


class Migration(migrations.Migration):
    dependencies = [('messages', '0002_tries')]

    operations = [
        migrations.RemoveConstraint('message', 'messages_kind'),
        migrations.AddConstraint(
            'message', models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name='messages_kind')
        ),
    ]
