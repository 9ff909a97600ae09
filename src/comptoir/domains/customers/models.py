from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat, Lower

from comptoir.domains.customers.values import LinkPurpose, Purpose

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
    erased_at = models.DateTimeField(null=True)  # who they were is forgotten; what they ordered stays counted

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


class Login(models.Model):
    """How somebody signs in. Made by a letter to its address, so the address is theirs. ``password`` is a hash, or ""
    for who signs in by passkey alone."""

    id = models.UUIDField(primary_key=True)
    email = models.TextField()
    email_normalised = models.TextField(unique=True)
    name = models.TextField(blank=True)
    password = models.TextField(blank=True)
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.TextField()
    created_at = models.DateTimeField()


class LoginCustomer(models.Model):
    """Which customer a login is. One at a time; a former one keeps what was ordered while it was theirs."""

    id = models.BigAutoField(primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(null=True)  # empty: whatever was ordered before, too
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("login",), condition=Q(until=None), name="customers_login_now"),
            models.UniqueConstraint(fields=("customer",), condition=Q(until=None), name="customers_login_of_customer"),
        )


class Session(models.Model):
    """A browser that is signed in. Its secret is kept hashed; signing out deletes the row."""

    id = models.UUIDField(primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.TextField()
    device = models.TextField(blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)


class Passkey(models.Model):
    """A credential of the Web Authentication standard; ``public`` is its attested credential data."""

    id = models.UUIDField(primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    credential_id = models.BinaryField(unique=True)
    public = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    label = models.TextField(blank=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Link(models.Model):
    """A link by letter, good once. Its token is a signature, kept nowhere."""

    id = models.UUIDField(primary_key=True)
    purpose = models.TextField()
    email = models.TextField()
    email_normalised = models.TextField()
    login = models.ForeignKey(Login, null=True, on_delete=models.CASCADE, related_name="+")
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.TextField()
    asked_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    former_email = models.TextField(blank=True)  # of a change: who is told that it was made
    # Of the shop's letters: what was agreed to, on which page and from where, to be a consent once it is confirmed.
    wording = models.TextField(blank=True)
    given_on = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index("email_normalised", name="customers_open_links", condition=Q(used_at=None)),)
        constraints = (
            models.CheckConstraint(condition=Q(purpose__in=list(LinkPurpose)), name="customers_link_purpose"),
            models.CheckConstraint(
                condition=~Q(purpose=LinkPurpose.CHANGE) | Q(login__isnull=False), name="customers_link_of_whom"
            ),
        )


class SavedAddress(models.Model):
    id = models.UUIDField(primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    address = models.JSONField()
    preferred = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("login",), condition=Q(preferred=True), name="customers_one_preferred_address"
            ),
        )


class Consent(models.Model):
    """What somebody agreed to or took back, in which words, and when. The database refuses to change a line."""

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField()
    granted = models.BooleanField()
    wording = models.TextField()  # as it was shown, in the language that it was shown in
    language = models.TextField()
    given_on = models.TextField()  # the page
    source = models.TextField(blank=True)  # a keyed hash of the network address: proof that tells nobody where
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(purpose__in=list(Purpose)), name="customers_purpose"),)
