import comptoir.domains.orders.values
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('customers', '0001_initial'),
        ('markets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('state', models.TextField()),
                ('cart_id', models.UUIDField(unique=True)),
                ('channel', models.TextField()),
                ('email', models.TextField()),
                ('language', models.TextField()),
                ('currency', models.TextField()),
                ('goods_minor', models.BigIntegerField()),
                ('delivery_minor', models.BigIntegerField()),
                ('total_minor', models.BigIntegerField()),
                ('taxes', models.JSONField()),
                ('delivery', models.JSONField()),
                ('promised_on', models.DateField()),
                ('shipping_address', models.JSONField()),
                ('billing_address', models.JSONField()),
                ('comment', models.TextField(blank=True)),
                ('terms_version', models.TextField()),
                ('found_by', models.TextField()),
                ('placed_at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
                ('paid_by', models.UUIDField(null=True)),
                ('shipped_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('legal_entity', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.legalentity')),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
            ],
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.IntegerField()),
                ('sku', models.TextField()),
                ('title', models.TextField()),
                ('options', models.TextField(blank=True)),
                ('image', models.TextField(blank=True)),
                ('quantity', models.IntegerField()),
                ('unit_price_minor', models.BigIntegerField()),
                ('total_minor', models.BigIntegerField()),
                ('tax_class', models.TextField()),
                ('tax_rate', models.DecimalField(decimal_places=4, max_digits=6)),
                ('weight_grams', models.IntegerField()),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='orders.order')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(models.F('placed_at'), models.F('id'), name='orders_by_time'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(models.F('state'), models.F('placed_at'), models.F('id'), name='orders_by_state'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=django.contrib.postgres.indexes.GinIndex(fields=['found_by'], name='orders_found_by', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.orders.values.OrderState['AWAITING_PAYMENT'], comptoir.domains.orders.values.OrderState['PAID'], comptoir.domains.orders.values.OrderState['PREPARING'], comptoir.domains.orders.values.OrderState['SHIPPED'], comptoir.domains.orders.values.OrderState['CANCELLED']])), name='orders_state'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('total_minor', django.db.models.expressions.CombinedExpression(models.F('goods_minor'), '+', models.F('delivery_minor'))), ('delivery_minor__gte', 0), ('goods_minor__gte', 0)), name='orders_total_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.UniqueConstraint(fields=('order', 'position'), name='orders_line_position'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('unit_price_minor__gte', 0), ('total_minor', django.db.models.expressions.CombinedExpression(models.F('unit_price_minor'), '*', models.F('quantity')))), name='orders_line_adds_up'),
        ),
        # Numbers that people read out on the telephone: they rise, and may have gaps.
        migrations.RunSQL("CREATE SEQUENCE orders_number START 10001", "DROP SEQUENCE orders_number"),
    ]
