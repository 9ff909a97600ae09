"""A projection: everything here can be thrown away and made again from catalogue, pricing and inventory."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


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
    currency = models.TextField()
    price_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(null=True)
    has_range = models.BooleanField()
    unit_price_minor = models.BigIntegerField(null=True)
    unit = models.TextField()
    band = models.TextField()
    # "" or, of goods to order, which kind: the program before this one read the band, and knows no such word there.
    to_order = models.TextField(default="", db_default="")
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
