from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat, Lower

# As kernel.texts.folded() does for the words looked for, in what the database can index.
_ACCENTED, _PLAIN = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy"
_SPACE = Value(" ", output_field=models.TextField())
FIND_TEXT = Func(
    Lower(Concat("name", _SPACE, "company", _SPACE, "email_normalised", _SPACE, "phone")),
    Value(_ACCENTED),
    Value(_PLAIN),
    function="translate",
    output_field=models.TextField(),
)


class Customer(models.Model):
    """``email`` is as the customer writes it, ``email_normalised`` is who they are."""

    id = models.UUIDField(primary_key=True)
    email = models.TextField()
    email_normalised = models.TextField(unique=True)
    name = models.TextField()
    company = models.TextField()
    vat_number = models.TextField()
    phone = models.TextField()
    language = models.TextField()
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    last_order_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()  # the last order, or the creation: what the list is sorted by
    version = models.IntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=("-seen_at", "-id"), name="customers_customer_seen"),
            GinIndex(OpClass(FIND_TEXT, "gin_trgm_ops"), name="customers_customer_find"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(email_normalised=Lower(Func("email", function="btrim"))) & ~Q(email_normalised=""),
                name="customers_email_normalised",
            ),
            models.CheckConstraint(
                condition=Q(last_order_at=None) | Q(last_order_at__lte=F("seen_at")), name="customers_seen"
            ),
        )
