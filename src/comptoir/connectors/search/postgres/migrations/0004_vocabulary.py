from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('search_postgres', '0003_names'), ('search', '0005_documents')]

    operations = [
        migrations.CreateModel(
            name='KnownWord',
            fields=[
                (
                    'pk',
                    models.CompositePrimaryKey(
                        'market', 'language', 'word', blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ('market', models.TextField()),
                ('language', models.TextField()),
                ('word', models.TextField()),
            ],
            options={'db_table': 'search_postgres_known_word'},
        ),
        migrations.CreateModel(
            name='IndexedProduct',
            fields=[
                (
                    'pk',
                    models.CompositePrimaryKey(
                        'market', 'product_id', blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ('market', models.TextField()),
                ('product_id', models.UUIDField()),
                ('facts', ArrayField(base_field=models.TextField())),
                ('by_position', models.BigIntegerField()),
                ('by_cheapness', models.BigIntegerField()),
                ('by_age', models.BigIntegerField()),
            ],
            options={
                'db_table': 'search_postgres_product',
                'indexes': [GinIndex(fastupdate=False, fields=['facts'], name='search_postgres_facts')],
            },
        ),
    ]
