"""Series of numbers and documents. Triggers keep issued documents as they are and make series count one by one."""

from django.db import models
from django.db.models import F, Q

from comptoir.domains.invoicing.values import DocumentKind, DocumentState


class Series(models.Model):
    """The numbers of one kind of document of a legal entity in a year. Its row is the queue of those who issue.

    ``kind`` is what it numbers: a kind of document, and after a colon the letters of a market with numbers of its own
    ("invoice:PRO"). In one column, so that a version that knows no letters goes on numbering beside this one.
    """

    id = models.BigAutoField(primary_key=True)
    entity = models.ForeignKey("markets.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    year = models.IntegerField()
    next_number = models.BigIntegerField()
    last_issued_on = models.DateField()
    last_issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entity", "kind", "year"), name="invoicing_one_series"),
            models.CheckConstraint(
                condition=Q(kind__regex=r"^(invoice|credit_note)(:[A-Z]{1,4})?$"), name="invoicing_series_numbers"
            ),
            models.CheckConstraint(condition=Q(next_number__gte=1), name="invoicing_series_counts_from_one"),
        )


class Document(models.Model):
    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    entity = models.ForeignKey("markets.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+", db_index=False)
    sequence = models.BigIntegerField()
    number = models.TextField()
    key = models.TextField(unique=True)
    state = models.TextField()
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.UUIDField()
    order_number = models.TextField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    delivered_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    language = models.TextField()
    currency = models.TextField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField()
    payment_means = models.TextField()
    seller = models.JSONField()
    buyer = models.JSONField()
    delivered_to = models.JSONField()
    lines = models.JSONField()
    charges = models.JSONField()
    taxes = models.JSONField()
    notes = models.JSONField()
    deducts = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))
    xml = models.TextField(default="", db_default="")
    pdf_path = models.TextField(default="", db_default="")
    pdf_sha256 = models.TextField(default="", db_default="")
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("order_id", "issued_at", name="invoicing_documents_of"),
            models.Index("issued_on", "id", name="invoicing_documents_by_day"),
            models.Index("issued_at", name="invoicing_unrendered", condition=Q(state=DocumentState.ISSUED)),
        )
        constraints = (
            models.UniqueConstraint(fields=("series", "sequence"), name="invoicing_one_number_each"),
            models.UniqueConstraint(fields=("entity", "number"), name="invoicing_number"),
            models.CheckConstraint(condition=Q(kind__in=list(DocumentKind)), name="invoicing_document_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=[DocumentKind.INVOICE, DocumentKind.DEPOSIT], corrects=None)
                | Q(kind=DocumentKind.CREDIT_NOTE, corrects__isnull=False),
                name="invoicing_credit_note_corrects",
            ),
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor"), net_minor__gte=0, tax_minor__gte=0)
                & Q(paid_minor__gte=0, paid_minor__lte=F("total_minor")),
                name="invoicing_document_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.ISSUED, pdf_path="", pdf_sha256="", xml="", rendered_at=None)
                | (
                    Q(state=DocumentState.RENDERED, pdf_sha256__regex=r"^[0-9a-f]{64}$", rendered_at__isnull=False)
                    & ~Q(pdf_path="")
                    & ~Q(xml="")
                ),
                name="invoicing_document_state",
            ),
        )


class Credit(models.Model):
    """How much of an invoice has been credited: never more than it was."""

    invoice = models.OneToOneField(Document, primary_key=True, on_delete=models.PROTECT, related_name="+")
    total_minor = models.BigIntegerField()
    credited_minor = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(credited_minor__gte=0, credited_minor__lte=F("total_minor")),
                name="invoicing_credited_at_most_once",
            ),
        )
