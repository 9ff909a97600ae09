from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [('returns', '0005_aside')]

    operations = [
        migrations.AddField('returnline', 'kept_minor', models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField('returnline', 'kept_because', models.TextField(blank=True, db_default='', default='')),
        migrations.AddConstraint(
            'returnline',
            models.CheckConstraint(
                condition=Q(kept_minor=0, kept_because='') | Q(kept_minor__gt=0, received__gt=0) & ~Q(kept_because=''),
                name='returns_line_kept',
            ),
        ),
    ]
