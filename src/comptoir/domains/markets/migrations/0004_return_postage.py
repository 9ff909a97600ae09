from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('markets', '0003_invoice_series'),
    ]

    operations = [
        migrations.AddField(
            model_name='market',
            name='return_postage',
            field=models.TextField(db_default='buyer', default='buyer'),
        ),
        migrations.AddConstraint(
            model_name='market',
            constraint=models.CheckConstraint(condition=models.Q(('return_postage__in', ['buyer', 'merchant'])), name='markets_market_return_postage'),
        ),
    ]
