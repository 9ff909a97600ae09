import comptoir.domains.fulfilment.values
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('network', '0001_initial'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('state', models.TextField()),
                ('carrier', models.TextField(blank=True)),
                ('tracking_number', models.TextField(blank=True)),
                ('opened_at', models.DateTimeField()),
                ('shipped_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='PackedLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('quantity', models.BigIntegerField()),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('variant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='fulfilment.shipment')),
            ],
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.fulfilment.values.ShipmentState['PREPARING'], comptoir.domains.fulfilment.values.ShipmentState['SHIPPED'], comptoir.domains.fulfilment.values.ShipmentState['CANCELLED']])), name='fulfilment_state'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', comptoir.domains.fulfilment.values.ShipmentState['SHIPPED']), _negated=True), ('shipped_at__isnull', False), _connector='OR'), name='fulfilment_shipped_when'),
        ),
        migrations.AddConstraint(
            model_name='packedline',
            constraint=models.UniqueConstraint(fields=('shipment', 'variant', 'place'), name='fulfilment_packed_once'),
        ),
        migrations.AddConstraint(
            model_name='packedline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='fulfilment_packed_quantity'),
        ),
    ]
