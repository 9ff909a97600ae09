from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('payments', '0007_refund_accounts')]

    operations = [
        migrations.AddField('refundaccount', 'iban_seal', models.TextField(db_default='', default='')),
        migrations.AddField('refundaccount', 'iban_key', models.TextField(db_default='', default='')),
    ]
