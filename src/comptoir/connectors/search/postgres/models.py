from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class IndexedDocument(models.Model):
    """A product as it is found: its words as stems, and its title as typed, for slips of the keyboard."""

    id = models.BigAutoField(primary_key=True)
    market = models.TextField()
    language = models.TextField()
    product_id = models.UUIDField()
    words = SearchVectorField()
    spelling = models.TextField()

    class Meta:
        db_table = "search_postgres_document"
        # The product first: an index that began with the market would tempt the planner to read all of it.
        constraints = (
            models.UniqueConstraint(fields=("product_id", "market", "language"), name="search_postgres_one_document"),
        )
        # fastupdate off: a search must never pay for the writes before it. The words alone: a market's list of all its
        # documents, to be cut with that of each word, costs a search more than to pass over those of other markets.
        indexes = (
            GinIndex(fields=["words"], name="search_postgres_words", fastupdate=False),
            GinIndex(
                fields=["spelling"], opclasses=["gin_trgm_ops"], name="search_postgres_spelling", fastupdate=False
            ),
        )


class IndexedName(models.Model):
    """The stems of a product's title and keywords alone: rows so small that a common word is looked up in few blocks.

    The table is parted by market and language (see its migration).
    """

    pk = models.CompositePrimaryKey("product_id", "market", "language")
    market = models.TextField()
    language = models.TextField()
    product_id = models.UUIDField()
    words = SearchVectorField()

    class Meta:
        db_table = "search_postgres_name"
        indexes = (GinIndex(fields=["words"], name="search_postgres_names", fastupdate=False),)


class IndexedProduct(models.Model):
    """What is true of a product in a market, whatever the language, and its place in each order of reading."""

    pk = models.CompositePrimaryKey("market", "product_id")
    market = models.TextField()
    product_id = models.UUIDField()
    facts = ArrayField(models.TextField())
    by_position = models.BigIntegerField()
    by_cheapness = models.BigIntegerField()
    by_age = models.BigIntegerField()

    class Meta:
        db_table = "search_postgres_product"
        indexes = (GinIndex(fields=["facts"], name="search_postgres_facts", fastupdate=False),)


class KnownWord(models.Model):
    """A word of some product's title or keywords: what a slip of the keyboard, or the beginning of a word, may mean.

    A word stays when the last product with it is gone: it then leads to nothing.
    """

    pk = models.CompositePrimaryKey("market", "language", "word")
    market = models.TextField()
    language = models.TextField()
    word = models.TextField()

    class Meta:
        db_table = "search_postgres_known_word"
