from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

# Until now an order left as a whole.
_ALL_LEFT = """
UPDATE orders_orderline AS line SET shipped = quantity FROM orders_order AS placed
 WHERE placed.id = line.order_id AND placed.state = 'shipped' AND line.shipped = 0
"""
_STATES = ['awaiting_payment', 'paid', 'preparing', 'partly_shipped', 'shipped', 'cancelled']


class Migration(migrations.Migration):
    dependencies = [('orders', '0001_initial')]

    operations = [
        migrations.AddField(
            'order', 'counted_payments', ArrayField(base_field=models.UUIDField(), db_default=[], default=list)
        ),
        migrations.AddField('order', 'due_minor', models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField('order', 'held_at', models.DateTimeField(null=True)),
        migrations.AddField('order', 'held_because', models.TextField(db_default='', default='')),
        migrations.AddField('order', 'revision', models.IntegerField(db_default=1, default=1)),
        migrations.AddField('orderline', 'cancelled', models.IntegerField(db_default=0, default=0)),
        migrations.AddField('orderline', 'returned', models.IntegerField(db_default=0, default=0)),
        migrations.AddField('orderline', 'shipped', models.IntegerField(db_default=0, default=0)),
        migrations.RunSQL(_ALL_LEFT, migrations.RunSQL.noop),
        migrations.RemoveConstraint('order', 'orders_state'),
        migrations.AddConstraint(
            'order', models.CheckConstraint(condition=Q(state__in=_STATES), name='orders_state')
        ),
        migrations.RemoveConstraint('order', 'orders_total_adds_up'),
        migrations.AddConstraint(
            'order',
            models.CheckConstraint(
                condition=Q(total_minor=F('goods_minor') + F('delivery_minor'))
                & Q(goods_minor__gte=0, delivery_minor__gte=0, due_minor__gte=0),
                name='orders_total_adds_up',
            ),
        ),
        migrations.RemoveConstraint('orderline', 'orders_line_adds_up'),
        migrations.AddConstraint(
            'orderline',
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price_minor__gte=0)
                & Q(total_minor=F('unit_price_minor') * (F('quantity') - F('cancelled'))),
                name='orders_line_adds_up',
            ),
        ),
        migrations.AddConstraint(
            'orderline',
            models.CheckConstraint(
                condition=Q(cancelled__gte=0, returned__gte=0, shipped__gte=F('returned'))
                & Q(quantity__gte=F('shipped') + F('cancelled')),
                name='orders_line_pieces',
            ),
        ),
    ]
