from django.db import models
from django.db.models import F, Q

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


class Design(models.Model):
    """What a merchant designs. ``head`` is the revision saved last, ``shown`` the one that buyers see, 0 for none."""

    key = models.TextField(primary_key=True)
    head = models.IntegerField(default=0)
    shown = models.IntegerField(default=0)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(key__regex=r"^(theme|menus|home|page:[a-z][a-z0-9-]{0,63})$"), name="content_design_key"
            ),
            models.CheckConstraint(
                condition=Q(head__gte=0) & Q(shown__gte=0) & Q(shown__lte=models.F("head")), name="content_design_shown"
            ),
        )


class DesignRevision(models.Model):
    """A design as somebody saved it. Never changed, by trigger; what was never shown is swept after a season."""

    id = models.BigAutoField(primary_key=True)
    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    document = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("design", "number"), name="content_revision_number"),)


class DesignPublication(models.Model):
    """From when on a revision was shown. Append-only, by trigger."""

    id = models.BigAutoField(primary_key=True)
    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    revision = models.IntegerField()
    published_at = models.DateTimeField()
    published_by = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("design", "number"), name="content_publication_number"),)


class DesignPlan(models.Model):
    """A revision that will be shown: at most one a design. It goes when it is carried out or called off."""

    design = models.OneToOneField(Design, on_delete=models.PROTECT, related_name="+", primary_key=True)
    revision = models.IntegerField()
    at = models.DateTimeField()
    planned_by = models.TextField()
    refused = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=("at",), condition=Q(refused=""), name="content_plan_due"),)


class Picture(models.Model):
    """A picture for blocks, or a logo. ``path`` holds a hash of the content: the same file twice is one row."""

    path = models.TextField(primary_key=True)
    width = models.IntegerField()
    height = models.IntegerField()
    widths = models.JSONField(default=list)
    stored_at = models.DateTimeField()
    stored_by = models.TextField()


class Redirect(models.Model):
    """Where an address leads that is none of ours any more: a former shop's, a printed one."""

    path = models.TextField(primary_key=True)
    target = models.TextField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(path__startswith="/"), name="content_redirect_path"),
            models.CheckConstraint(condition=~Q(path=F("target")), name="content_redirect_elsewhere"),
        )
