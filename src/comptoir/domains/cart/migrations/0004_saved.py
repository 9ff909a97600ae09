import comptoir.domains.cart.values
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cart', '0003_voucher'),
        ('customers', '0002_logins'),
        ('markets', '0004_return_postage'),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedCart',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('quantities', models.JSONField()),
                ('shared_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='cart',
            name='customer',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='cart',
            name='joined',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cart.cart'),
        ),
        migrations.AddIndex(
            model_name='cart',
            index=models.Index(models.F('updated_at'), condition=models.Q(('email', ''), _negated=True), name='cart_told_by_age'),
        ),
        migrations.AddConstraint(
            model_name='cart',
            constraint=models.UniqueConstraint(condition=models.Q(('customer__isnull', False), ('joined', None), ('state', comptoir.domains.cart.values.CartState['OPEN'])), fields=('customer', 'market'), name='cart_one_saved'),
        ),
        migrations.AddField(
            model_name='sharedcart',
            name='market',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market'),
        ),
    ]
