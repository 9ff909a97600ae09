from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_matching'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='piece',
            field=models.TextField(db_default='', default=''),
        ),
    ]
