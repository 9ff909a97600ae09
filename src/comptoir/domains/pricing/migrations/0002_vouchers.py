import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('markets', '0001_initial'),
        ('pricing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('code', models.TextField()),
                ('compared_as', models.TextField()),
                ('currency', models.TextField()),
                ('amount_minor', models.BigIntegerField(null=True)),
                ('rate', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('minimum_minor', models.BigIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('limit', models.IntegerField(null=True)),
                ('limit_each', models.IntegerField(null=True)),
                ('used', models.IntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
                ('note', models.TextField(blank=True)),
                ('batch', models.UUIDField(db_index=True)),
                ('created_at', models.DateTimeField()),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
            ],
        ),
        migrations.CreateModel(
            name='VoucherUse',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('order_id', models.UUIDField(unique=True)),
                ('identity', models.TextField()),
                ('slot', models.IntegerField(null=True)),
                ('discount_minor', models.BigIntegerField()),
                ('state', models.TextField()),
                ('used_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(null=True)),
                ('voucher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pricing.voucher')),
            ],
        ),
        migrations.AddIndex(
            model_name='voucher',
            index=models.Index(models.F('created_at'), models.F('id'), name='pricing_vouchers_by_time'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(fields=('compared_as', 'market'), name='pricing_voucher_code'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_minor__gt', 0), ('rate', None)), models.Q(('amount_minor', None), ('rate__gt', 0), ('rate__lte', 100)), _connector='OR'), name='pricing_voucher_reduction'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_minor__gte', 0)), name='pricing_voucher_minimum'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('used__gte', 0), models.Q(('limit', None), ('used__lte', models.F('limit')), _connector='OR')), name='pricing_voucher_limit'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('limit_each', None), ('limit_each__gt', 0), _connector='OR'), name='pricing_voucher_each'),
        ),
        migrations.AddConstraint(
            model_name='voucheruse',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'used')), fields=('voucher', 'identity', 'slot'), name='pricing_voucher_slot'),
        ),
        migrations.AddConstraint(
            model_name='voucheruse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at', None), ('state', 'used')), models.Q(('released_at__isnull', False), ('state', 'released')), _connector='OR'), name='pricing_voucher_use_state'),
        ),
        migrations.AddConstraint(
            model_name='voucheruse',
            constraint=models.CheckConstraint(
                condition=models.Q(('discount_minor__gt', 0)), name='pricing_voucher_use_discount'
            ),
        ),
    ]
