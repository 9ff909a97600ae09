from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stored_value', '0002_exchange'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='code_key',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='account',
            name='code_seal',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
    ]
