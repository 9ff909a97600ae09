from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # the index is built beside entries that go on being posted

    dependencies = [
        ('ledger', '0003_piece'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(models.F('piece'), condition=models.Q(('piece', ''), _negated=True), name='ledger_entries_piece'),
        ),
    ]
