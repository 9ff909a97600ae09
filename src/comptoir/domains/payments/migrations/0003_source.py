from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # an index that nobody waits for is built outside any transaction

    dependencies = [('payments', '0002_given_back')]

    operations = [
        migrations.AddField('payment', 'source', models.TextField(db_default='', default='')),
        AddIndexConcurrently(
            'payment', models.Index('source', 'opened_at', condition=~Q(source=''), name='payments_by_source')
        ),
    ]
