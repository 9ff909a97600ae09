"""Cards, placements, documents and names are a projection: they can be thrown away and made again. Synonyms and
arrangements are the merchant's own."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from comptoir.kernel.texts import TextsField


class OfferCard(models.Model):
    """One product in one market and language, as a list shows it."""

    id = models.BigAutoField(primary_key=True)
    market = models.TextField()
    language = models.TextField()
    product_id = models.UUIDField()
    slug = models.TextField()
    title = models.TextField()
    maker = models.TextField()
    image = models.TextField()
    image_widths = ArrayField(models.IntegerField())
    avif = models.BooleanField(default=False, db_default=False)  # each of these files lies there as AVIF, too
    currency = models.TextField()
    price_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(null=True)
    has_range = models.BooleanField()
    unit_price_minor = models.BigIntegerField(null=True)
    unit = models.TextField()
    band = models.TextField()
    # "" or, of goods to order, which kind: the program before this one read the band, and knows no such word there.
    to_order = models.TextField(default="", db_default="")
    downloaded = models.BooleanField(default=False, db_default=False)  # all that is sold of it are files
    # Published reviews, and all their stars together: the mean is for whoever shows it.
    rating_count = models.IntegerField(default=0, db_default=0)
    rating_stars = models.IntegerField(default=0, db_default=0)

    class Meta:
        db_table = "search_card"
        constraints = (models.UniqueConstraint(fields=("market", "language", "product_id"), name="search_one_card"),)


class CardPlacement(models.Model):
    """Where a product is listed: one row for each category it lies in, those above included, and one for all goods."""

    id = models.BigAutoField(primary_key=True)
    market = models.TextField()
    category = models.TextField()  # a category's id, or "" for all goods
    product_id = models.UUIDField()
    position = models.IntegerField()
    price_minor = models.BigIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "search_placement"
        constraints = (
            models.UniqueConstraint(fields=("market", "product_id", "category"), name="search_one_placement"),
        )
        # One index for each order in which a list can be read: a page costs the page, whatever the list's length.
        indexes = (
            models.Index("market", "category", "position", "product_id", name="search_by_position"),
            models.Index("market", "category", "price_minor", "product_id", name="search_by_price"),
            models.Index("market", "category", "published_at", "product_id", name="search_by_age"),
        )


class Companion(models.Model):
    """What is bought together with a product, in so many orders of the last year: made anew each night."""

    id = models.BigAutoField(primary_key=True)
    product_id = models.UUIDField()
    other_id = models.UUIDField()
    orders = models.IntegerField()

    class Meta:
        db_table = "search_companion"
        constraints = (models.UniqueConstraint(fields=("product_id", "other_id"), name="search_one_companion"),)


class CardDocument(models.Model):
    """A product in one market as engines are told of it. What is no longer offered stays, empty and ``gone``.

    ``version`` grows with every change, in the order in which changes are committed: an index that was away reads on
    from where it was. ``ordinal`` tells products apart where a list's order does not; nothing else has it.
    """

    pk = models.CompositePrimaryKey("market", "product_id")
    market = models.TextField()
    product_id = models.UUIDField()
    ordinal = models.BigIntegerField()
    version = models.BigIntegerField()
    gone = models.BooleanField()
    texts = models.JSONField()
    facts = ArrayField(models.TextField())
    by_position = models.BigIntegerField()
    by_cheapness = models.BigIntegerField()
    by_age = models.BigIntegerField()

    class Meta:
        db_table = "search_document"
        constraints = (models.UniqueConstraint(fields=("ordinal",), name="search_one_ordinal"),)
        indexes = (models.Index("version", name="search_by_version"),)


class FactName(models.Model):
    """What a fact is called: the attribute's value, the maker. The others have their names elsewhere."""

    fact = models.TextField(primary_key=True)
    names = TextsField()

    class Meta:
        db_table = "search_fact_name"


class Synonyms(models.Model):
    """Words of one language that mean the same to buyers of this shop: whoever asks for one is shown all."""

    id = models.UUIDField(primary_key=True)
    language = models.TextField()
    words = ArrayField(models.TextField())
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "search_synonyms"


class Arrangement(models.Model):
    """What the merchant puts first or leaves out, where buyers search for some words or look at a category."""

    id = models.UUIDField(primary_key=True)
    market = models.TextField()
    # One of the two: words as typed and as they are compared, or a category's id.
    words = models.TextField(default="")
    key = models.TextField(default="")
    category = models.TextField(default="")
    pinned = ArrayField(models.UUIDField(), default=list)
    boosted = ArrayField(models.UUIDField(), default=list)
    hidden = ArrayField(models.UUIDField(), default=list)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "search_arrangement"
        constraints = (
            models.UniqueConstraint(fields=("market", "key", "category"), name="search_one_arrangement"),
            models.CheckConstraint(
                condition=(Q(key="") & ~Q(category="")) | (Q(category="") & ~Q(key="")),
                name="search_arrangement_of_one",
            ),
        )
