"""Reviews, the ratings they add up to, reports about them, and who is to be asked for one."""

from django.db import models
from django.db.models import F, Q

from comptoir.domains.reviews.values import MOST_STARS, Refusal, ReportReason, ReviewState


class Review(models.Model):
    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.IntegerField()
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.TextField()
    stars = models.SmallIntegerField()
    title = models.TextField(blank=True)
    text = models.TextField()
    shown_name = models.TextField(blank=True)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    bought_on = models.DateField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    refusal = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    answer = models.TextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("product", "written_at", "id", name="reviews_shown", condition=Q(state=ReviewState.PUBLISHED)),
            models.Index("written_at", "id", name="reviews_pending", condition=Q(state=ReviewState.PENDING)),
            models.Index("written_at", "id", name="reviews_by_time"),
        )
        constraints = (
            # Who has bought it says what they think of it once, and may think better of it.
            models.UniqueConstraint(fields=("order", "position"), name="reviews_one_per_line"),
            models.CheckConstraint(condition=Q(state__in=list(ReviewState)), name="reviews_state"),
            models.CheckConstraint(condition=Q(stars__range=(1, MOST_STARS)), name="reviews_stars"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.REFUSED, refusal__in=[each for each in Refusal if each])
                | ~Q(state=ReviewState.REFUSED) & Q(refusal=""),
                name="reviews_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.PENDING, decided_at=None)
                | ~Q(state=ReviewState.PENDING) & Q(decided_at__isnull=False),
                name="reviews_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="reviews_answered_when",
            ),
        )


class Rating(models.Model):
    """What the published reviews of a product add up to: a projection, written with each of them and recomputed by
    ``comptoir verify``."""

    product = models.OneToOneField("catalogue.Product", primary_key=True, on_delete=models.PROTECT, related_name="+")
    ones = models.IntegerField(default=0)
    twos = models.IntegerField(default=0)
    threes = models.IntegerField(default=0)
    fours = models.IntegerField(default=0)
    fives = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ones__gte=0, twos__gte=0, threes__gte=0, fours__gte=0, fives__gte=0), name="reviews_counted"
            ),
        )


class Report(models.Model):
    """A reader finds that a review should not be shown. ``source`` tells readers apart without naming them."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reports", db_index=False)
    reason = models.TextField()
    text = models.TextField(blank=True)
    source = models.TextField()
    reported_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("review", name="reviews_reports_open", condition=Q(answered_at=None)),)
        constraints = (
            models.UniqueConstraint(fields=("review", "source"), name="reviews_reported_once"),
            models.CheckConstraint(condition=Q(reason__in=list(ReportReason)), name="reviews_report_reason"),
        )


class Invitation(models.Model):
    """An order whose buyer is to be asked, once. It waits for its day; ``invited_at`` says that it has come."""

    order = models.OneToOneField("orders.Order", primary_key=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("due_at", name="reviews_invitations_due", condition=Q(invited_at=None)),)
        constraints = (
            models.CheckConstraint(
                condition=Q(invited_at=None) | Q(invited_at__gte=F("due_at")), name="reviews_invited_when_due"
            ),
        )
