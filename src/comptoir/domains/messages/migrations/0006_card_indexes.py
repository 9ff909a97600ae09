from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # the indexes are built beside letters that go on leaving

    dependencies = [
        ('messages', '0005_cards'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(models.F('id'), condition=models.Q(('state', 'given_up')), name='messages_given_up'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(models.F('about_account'), condition=models.Q(('about_account__isnull', False)), name='messages_of_account'),
        ),
    ]
