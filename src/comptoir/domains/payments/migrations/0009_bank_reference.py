from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('payments', '0008_sealed_accounts')]

    operations = [
        migrations.AddField('payment', 'bank_reference', models.TextField(blank=True, db_default='', default='')),
    ]
