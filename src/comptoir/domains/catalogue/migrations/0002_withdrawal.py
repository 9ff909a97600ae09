from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='product',
            name='withdrawal',
            field=models.TextField(db_default='allowed', default='allowed'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawal__in', ['allowed', 'perishable', 'sealed', 'custom'])), name='catalogue_product_withdrawal'),
        ),
    ]
