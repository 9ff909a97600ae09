import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('markets', '0004_return_postage'),
        ('network', '0001_initial'),
        ('orders', '0004_withdrawal'),
    ]

    operations = [
        migrations.RunSQL('CREATE SEQUENCE returns_number START 1001', 'DROP SEQUENCE returns_number'),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('kind', models.TextField()),
                ('state', models.TextField()),
                ('name', models.TextField()),
                ('email', models.TextField()),
                ('statement', models.TextField(blank=True)),
                ('requested_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('currency', models.TextField()),
                ('refund_minor', models.BigIntegerField(null=True)),
                ('with_delivery', models.BooleanField(default=False)),
                ('because', models.TextField(blank=True, default='')),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
            ],
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.IntegerField()),
                ('quantity', models.IntegerField()),
                ('reason', models.TextField(blank=True)),
                ('received', models.IntegerField(null=True)),
                ('outcome', models.TextField(null=True)),
                ('of_return', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='returns.return')),
            ],
        ),
        migrations.AddIndex(
            model_name='return',
            index=models.Index(models.F('state'), models.F('requested_at'), models.F('id'), name='returns_by_state'),
        ),
        migrations.AddIndex(
            model_name='return',
            index=models.Index(models.F('requested_at'), models.F('id'), name='returns_by_time'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'accepted', 'received', 'closed', 'refused', 'withdrawn'])), name='returns_state'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['withdrawal', 'complaint'])), name='returns_kind'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_at__isnull', False), ('state__in', ['received', 'closed']), ('refund_minor__gte', 0)), models.Q(models.Q(('state__in', ['received', 'closed']), _negated=True), ('received_at', None), ('refund_minor', None)), _connector='OR'), name='returns_received_when'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(condition=models.Q(('with_delivery', True)), fields=('order',), name='returns_delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.UniqueConstraint(fields=('of_return', 'position'), name='returns_line_once'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='returns_line_quantity'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['', 'unsuited', 'different', 'late', 'damaged', 'faulty', 'wrong', 'other'])), name='returns_line_reason'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', None), ('received', None)), models.Q(('outcome', 'missing'), ('received', 0)), models.Q(('outcome__in', ['restock', 'scrap']), ('received__gt', 0), ('received__lte', models.F('quantity'))), _connector='OR'), name='returns_line_received'),
        ),
    ]
