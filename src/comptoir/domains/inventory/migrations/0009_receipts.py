import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_withdrawal'),
        ('inventory', '0008_supplier_language'),
        ('network', '0002_sourcing'),
    ]

    operations = [
        migrations.CreateModel(
            name='GoodsReceipt',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('delivery_note', models.TextField()),
                ('received_at', models.DateTimeField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
            ],
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('quantity', models.BigIntegerField()),
                ('unit_cost_minor', models.BigIntegerField(null=True)),
                ('currency', models.TextField(blank=True)),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.goodsreceipt')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
        ),
        migrations.AddConstraint(
            model_name='goodsreceipt',
            constraint=models.CheckConstraint(condition=models.Q(('delivery_note', ''), _negated=True), name='inventory_receipt_named'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_receipt_quantity'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), ('unit_cost_minor__isnull', True)), models.Q(('unit_cost_minor__gte', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='inventory_receipt_cost'),
        ),
    ]
