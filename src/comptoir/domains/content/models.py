from django.db import models
from django.db.models import Q

from comptoir.domains.content.values import PageKind
from comptoir.kernel.texts import TextsField


class Page(models.Model):
    """``number`` is that of the version shown; it only ever grows by one, by a conditional update."""

    key = models.TextField(primary_key=True)
    kind = models.TextField()
    position_in_footer = models.IntegerField(null=True)
    number = models.IntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z][a-z0-9-]{0,63}$"), name="content_page_key"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in PageKind]), name="content_page_kind"),
            models.CheckConstraint(condition=Q(number__gte=0), name="content_page_number"),
        )


class PageVersion(models.Model):
    """What a page said, from when on. Append-only, by trigger: buyers have agreed to some of these texts."""

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    titles = TextsField()
    slugs = TextsField()
    bodies = TextsField()
    published_at = models.DateTimeField()
    published_on = models.DateField()  # the merchant's day: it names the version and must not move with a time zone

    class Meta:
        constraints = (models.UniqueConstraint(fields=("page", "number"), name="content_version_number"),)


class PageSlug(models.Model):
    """Every address a page has ever had in a language: an old link keeps leading to the page."""

    id = models.BigAutoField(primary_key=True)
    language = models.TextField()
    slug = models.TextField()
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "slug"), name="content_slug_of_one_page"),)
