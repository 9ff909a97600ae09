import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [('kernel', '0001_initial')]

    operations = [
        migrations.CreateModel(
            name='IndexedDocument',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('market', models.TextField()),
                ('language', models.TextField()),
                ('product_id', models.UUIDField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('spelling', models.TextField()),
            ],
            options={
                'db_table': 'search_postgres_document',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['market', 'language', 'words'], name='search_postgres_words'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['spelling'], name='search_postgres_spelling', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('market', 'language', 'product_id'), name='search_postgres_one')],
            },
        ),
    ]
