import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [('kernel', '0001_initial')]

    operations = [
        migrations.CreateModel(
            name='CardPlacement',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('market', models.TextField()),
                ('category', models.TextField()),
                ('product_id', models.UUIDField()),
                ('position', models.IntegerField()),
                ('price_minor', models.BigIntegerField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'search_placement',
                'indexes': [models.Index(models.F('market'), models.F('category'), models.F('position'), models.F('product_id'), name='search_by_position'), models.Index(models.F('market'), models.F('category'), models.F('price_minor'), models.F('product_id'), name='search_by_price'), models.Index(models.F('market'), models.F('category'), models.F('published_at'), models.F('product_id'), name='search_by_age')],
                'constraints': [models.UniqueConstraint(fields=('market', 'product_id', 'category'), name='search_one_placement')],
            },
        ),
        migrations.CreateModel(
            name='OfferCard',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('market', models.TextField()),
                ('language', models.TextField()),
                ('product_id', models.UUIDField()),
                ('slug', models.TextField()),
                ('title', models.TextField()),
                ('maker', models.TextField()),
                ('image', models.TextField()),
                ('image_widths', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField())),
                ('currency', models.TextField()),
                ('price_minor', models.BigIntegerField()),
                ('compare_at_minor', models.BigIntegerField(null=True)),
                ('has_range', models.BooleanField()),
                ('unit_price_minor', models.BigIntegerField(null=True)),
                ('unit', models.TextField()),
                ('band', models.TextField()),
            ],
            options={
                'db_table': 'search_card',
                'constraints': [models.UniqueConstraint(fields=('market', 'language', 'product_id'), name='search_one_card')],
            },
        ),
    ]
