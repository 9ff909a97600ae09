from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0003_on_hold'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderline',
            name='withdrawal',
            field=models.TextField(db_default='allowed', default='allowed'),
        ),
    ]
