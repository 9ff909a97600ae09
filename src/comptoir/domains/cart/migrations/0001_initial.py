import comptoir.domains.cart.values
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('markets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cart',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('language', models.TextField()),
                ('currency', models.TextField()),
                ('channel', models.TextField()),
                ('state', models.TextField(default=comptoir.domains.cart.values.CartState['OPEN'])),
                ('order_id', models.UUIDField(null=True, unique=True)),
                ('email', models.TextField(blank=True, default='')),
                ('shipping_address', models.JSONField(default=dict)),
                ('billing_address', models.JSONField(null=True)),
                ('delivery_method', models.TextField(blank=True, default='')),
                ('comment', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
            ],
        ),
        migrations.CreateModel(
            name='CartLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('quantity', models.IntegerField()),
                ('cart', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='cart.cart')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
        ),
        migrations.AddIndex(
            model_name='cart',
            index=models.Index(models.F('updated_at'), condition=models.Q(('state', comptoir.domains.cart.values.CartState['OPEN'])), name='cart_open_by_age'),
        ),
        migrations.AddConstraint(
            model_name='cart',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.cart.values.CartState['OPEN'], comptoir.domains.cart.values.CartState['ORDERED']])), name='cart_state'),
        ),
        migrations.AddConstraint(
            model_name='cart',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('order_id', None), ('state', comptoir.domains.cart.values.CartState['OPEN'])), models.Q(('order_id__isnull', False), ('state', comptoir.domains.cart.values.CartState['ORDERED'])), _connector='OR'), name='cart_ordered_has_order'),
        ),
        migrations.AddConstraint(
            model_name='cartline',
            constraint=models.UniqueConstraint(fields=('cart', 'variant'), name='cart_one_line_per_variant'),
        ),
        migrations.AddConstraint(
            model_name='cartline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__range', (1, 9999))), name='cart_quantity'),
        ),
    ]
