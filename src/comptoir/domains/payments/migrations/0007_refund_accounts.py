import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('payments', '0006_receipts')]

    operations = [
        migrations.CreateModel(
            name='RefundAccount',
            fields=[
                (
                    'operation',
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name='+',
                        serialize=False,
                        to='payments.operation',
                    ),
                ),
                ('holder', models.TextField()),
                ('iban', models.TextField()),
                ('given_at', models.DateTimeField()),
            ],
        ),
    ]
