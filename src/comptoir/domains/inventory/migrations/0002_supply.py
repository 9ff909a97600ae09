import comptoir.domains.inventory.values
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('inventory', '0001_initial'),
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('prefix', models.TextField()),
                ('year', models.IntegerField()),
                ('last_number', models.BigIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('code', models.TextField(primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('email', models.TextField(db_default='', default='')),
                ('lead_days', models.IntegerField(db_default=0, default=0)),
                ('currency', models.TextField()),
                ('active', models.BooleanField(db_default=True, default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Supply',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('unit_cost_minor', models.BigIntegerField()),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.supplier')),
                ('variant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('state', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
            ],
        ),
        migrations.CreateModel(
            name='TransferLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sent', models.BigIntegerField()),
                ('received', models.BigIntegerField(db_default=0, default=0)),
                ('lost', models.BigIntegerField(db_default=0, default=0)),
                ('given_back', models.BigIntegerField(db_default=0, default=0)),
                ('transfer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.transfer')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
        ),
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('currency', models.TextField()),
                ('state', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('ordered_at', models.DateTimeField(null=True)),
                ('expected_on', models.DateField(null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.supplier')),
            ],
        ),
        migrations.CreateModel(
            name='PurchaseLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ordered', models.BigIntegerField()),
                ('received', models.BigIntegerField(db_default=0, default=0)),
                ('unit_cost_minor', models.BigIntegerField()),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
                ('purchase_order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.purchaseorder')),
            ],
        ),
        migrations.CreateModel(
            name='CountSession',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('state', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
            ],
        ),
        migrations.CreateModel(
            name='CountLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('counted', models.BigIntegerField(null=True)),
                ('booked', models.BigIntegerField(null=True)),
                ('last_movement', models.BigIntegerField(null=True)),
                ('counted_at', models.DateTimeField(null=True)),
                ('counted_by', models.TextField(db_default='', default='')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
                ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.countsession')),
            ],
        ),
        migrations.AddConstraint(
            model_name='numberseries',
            constraint=models.UniqueConstraint(fields=('prefix', 'year'), name='inventory_one_series'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9-]{0,31}$')), name='inventory_supplier_code'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='inventory_supplier_named'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('lead_days__gte', 0), ('lead_days__lte', 730)), name='inventory_supplier_lead'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(('unit_cost_minor__gte', 0)), name='inventory_supply_cost'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(models.F('state'), models.OrderBy(models.F('id'), descending=True), name='inventory_transfers_by_state'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.inventory.values.TransferState['IN_TRANSIT'], comptoir.domains.inventory.values.TransferState['PARTLY_RECEIVED'], comptoir.domains.inventory.values.TransferState['RECEIVED'], comptoir.domains.inventory.values.TransferState['CANCELLED']])), name='inventory_transfer_state'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('destination')), _negated=True), name='inventory_transfer_goes_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.UniqueConstraint(fields=('transfer', 'variant'), name='inventory_transferred_once'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('given_back__gte', 0), ('lost__gte', 0), ('received__gte', 0), ('sent__gt', 0), ('sent__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('received'), '+', models.F('lost')), '+', models.F('given_back')))), name='inventory_transfer_adds_up'),
        ),
        migrations.AddIndex(
            model_name='purchaseorder',
            index=models.Index(models.F('state'), models.OrderBy(models.F('id'), descending=True), name='inventory_purchases_by_state'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.inventory.values.PurchaseState['DRAFT'], comptoir.domains.inventory.values.PurchaseState['ORDERED'], comptoir.domains.inventory.values.PurchaseState['PARTLY_RECEIVED'], comptoir.domains.inventory.values.PurchaseState['RECEIVED'], comptoir.domains.inventory.values.PurchaseState['CANCELLED']])), name='inventory_purchase_state'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.UniqueConstraint(fields=('purchase_order', 'variant'), name='inventory_purchased_once'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('ordered__gt', 0), ('received__gte', 0), ('unit_cost_minor__gte', 0)), name='inventory_purchase_quantity'),
        ),
        migrations.AddIndex(
            model_name='countsession',
            index=models.Index(models.F('state'), models.OrderBy(models.F('id'), descending=True), name='inventory_counts_by_state'),
        ),
        migrations.AddConstraint(
            model_name='countsession',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.inventory.values.CountState['OPEN'], comptoir.domains.inventory.values.CountState['APPLIED'], comptoir.domains.inventory.values.CountState['DROPPED']])), name='inventory_count_state'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.UniqueConstraint(fields=('session', 'variant'), name='inventory_counted_once'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('booked__isnull', True), ('counted__isnull', True), ('counted_at__isnull', True)), models.Q(('booked__gte', 0), ('counted__gte', 0), ('counted_at__isnull', False)), _connector='OR'), name='inventory_counted_at_a_moment'),
        ),
        migrations.AddField(
            model_name='stocklevel',
            name='expected_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='stocklevel',
            name='low_stock',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='stocklevel',
            name='preorder',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='stocklevel',
            name='target',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='stocklevel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('low_stock__isnull', True), ('target__isnull', True)), models.Q(('low_stock__gte', 0), ('target__isnull', True)), models.Q(('low_stock__gte', 0), ('target__gte', models.F('low_stock'))), _connector='OR'), name='inventory_target_above_low'),
        ),
    ]
