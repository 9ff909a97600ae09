from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models


_ONE = models.UniqueConstraint(fields=('product_id', 'market', 'language'), name='search_postgres_one_document')


# Each market and language in a part of its own, as far as sixteen parts go: a common word's rows are those that are
# asked for, and the same stems of another language are not read past. Django cannot make such a table.
_PARTS = """
CREATE TABLE search_postgres_name (
    market text NOT NULL, language text NOT NULL, product_id uuid NOT NULL, words tsvector NOT NULL,
    CONSTRAINT search_postgres_one_name PRIMARY KEY (product_id, market, language)
) PARTITION BY HASH (market, language);
DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format('CREATE TABLE search_postgres_name_%s PARTITION OF search_postgres_name '
                       'FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
    END LOOP;
END $$
"""
# A product that old code changes or removes meanwhile keeps its former names until it next changes: it may be missing
# from, or counted in, an answer of more than two hundred; never shown when it is gone.
_FILL = """
INSERT INTO search_postgres_name (market, language, product_id, words)
SELECT market, language, product_id, ts_filter(words, '{a,b}') FROM search_postgres_document
 ORDER BY language, spelling, product_id
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [('search_postgres', '0002_words_alone')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_PARTS, 'DROP TABLE search_postgres_name')],
            state_operations=[
                migrations.CreateModel(
                    name='IndexedName',
                    fields=[
                        (
                            'pk',
                            models.CompositePrimaryKey(
                                'product_id', 'market', 'language', editable=False, serialize=False
                            ),
                        ),
                        ('market', models.TextField()),
                        ('language', models.TextField()),
                        ('product_id', models.UUIDField()),
                        ('words', SearchVectorField()),
                    ],
                    options={'db_table': 'search_postgres_name'},
                ),
            ],
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddIndex('IndexedName', GinIndex(fields=['words'], name='search_postgres_names', fastupdate=False)),
        # The new one first: old code goes on writing meanwhile, and two rows for one document must never be possible.
        migrations.AddConstraint('IndexedDocument', _ONE),
        migrations.RemoveConstraint('IndexedDocument', 'search_postgres_one'),
    ]
