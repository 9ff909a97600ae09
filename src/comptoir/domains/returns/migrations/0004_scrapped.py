from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [('returns', '0003_called_off')]

    operations = [
        migrations.AddField('returnline', 'scrapped', models.IntegerField(default=0, db_default=0)),
        migrations.AddConstraint(
            'returnline',
            models.CheckConstraint(
                condition=Q(scrapped=0) | Q(scrapped__gt=0, scrapped__lt=F('received'), outcome='restock'),
                name='returns_line_scrapped',
            ),
        ),
    ]
