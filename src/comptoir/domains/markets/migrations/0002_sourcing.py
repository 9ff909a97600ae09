from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('markets', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='market',
            name='sourcing',
            field=models.TextField(db_default='priority', default='priority'),
        ),
        migrations.AddField(
            model_name='market',
            name='split_allowed',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddConstraint(
            model_name='market',
            constraint=models.CheckConstraint(condition=models.Q(('sourcing__in', ['priority', 'nearest'])), name='markets_market_sourcing'),
        ),
    ]
