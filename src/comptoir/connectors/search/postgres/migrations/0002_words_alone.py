from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    # In this order: searches go on while the new index is built, and are held up for a moment only, at the end.
    operations = [
        migrations.AddIndex(
            model_name='indexeddocument',
            index=GinIndex(fields=['words'], name='search_postgres_words_2', fastupdate=False),
        ),
        migrations.RemoveIndex(model_name='indexeddocument', name='search_postgres_words'),
        migrations.RenameIndex(
            model_name='indexeddocument', old_name='search_postgres_words_2', new_name='search_postgres_words'
        ),
    ]

    dependencies = [('search_postgres', '0001_initial')]
