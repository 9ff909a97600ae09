from django.db import migrations, models

# Once, of parcels that were promised before; new ones say it themselves.
_OF_THEIR_ORDERS = """
    UPDATE fulfilment_shipment AS shipment SET market_code = placed.market_id, method = placed.delivery ->> 'code'
      FROM orders_order AS placed WHERE placed.id = shipment.order_id AND shipment.market_code = ''
"""


class Migration(migrations.Migration):
    dependencies = [('fulfilment', '0005_picked'), ('orders', '0009_replacement')]

    operations = [
        migrations.AddField('shipment', 'market_code', models.TextField(db_default='', default='')),
        migrations.AddField('shipment', 'method', models.TextField(db_default='', default='')),
        migrations.RunSQL(_OF_THEIR_ORDERS, migrations.RunSQL.noop),
    ]
