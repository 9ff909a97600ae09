"""Rows of the catalogue. What must always hold is a constraint here, whatever the code above believes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower

from comptoir.domains.catalogue.values import NetUnit, ProductStatus, TaxClass, VariantKind, Withdrawal
from comptoir.kernel.texts import TextsField

_CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_COLOUR = r"^#[0-9a-f]{6}$"
_STATES = [one.value for one in ProductStatus]
_TAX_CLASSES = [one.value for one in TaxClass]
_WITHDRAWALS = [one.value for one in Withdrawal]
_KINDS = [one.value for one in VariantKind]
_NET_UNITS = [one.value for one in NetUnit]


class Product(models.Model):
    """``version`` counts changes. ``find_text`` and ``sort_title`` are folded copies for the back office's list."""

    id = models.UUIDField(primary_key=True)
    # The address in the shop's first language, and in every one without its own; those of the others beside it.
    slug = models.TextField(unique=True)
    slugs = TextsField(db_default=Value({}, models.JSONField()))
    titles = TextsField()
    summaries = TextsField()
    descriptions = TextsField()
    maker = models.TextField(default="")
    tax_class = models.TextField()
    withdrawal = models.TextField(default=Withdrawal.ALLOWED, db_default=Withdrawal.ALLOWED.value)
    state = models.TextField()
    options = models.JSONField(default=list)
    position = models.IntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    find_text = models.TextField()
    sort_title = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=("-updated_at", "-id"), name="catalogue_product_updated"),
            models.Index(fields=("sort_title", "id"), name="catalogue_product_title"),
            models.Index(fields=("state", "id"), name="catalogue_product_by_state"),
            GinIndex(OpClass("find_text", "gin_trgm_ops"), name="catalogue_product_find"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=_STATES), name="catalogue_product_state"),
            models.CheckConstraint(condition=Q(tax_class__in=_TAX_CLASSES), name="catalogue_product_tax_class"),
            models.CheckConstraint(condition=Q(withdrawal__in=_WITHDRAWALS), name="catalogue_product_withdrawal"),
            models.CheckConstraint(condition=Q(slug__regex=_CODE), name="catalogue_product_slug"),
            models.CheckConstraint(condition=~Q(titles={}), name="catalogue_product_titled"),
            models.CheckConstraint(
                condition=~Q(state=ProductStatus.ACTIVE.value) | Q(published_at__isnull=False),
                name="catalogue_product_published",
            ),
        )


class ProductSlug(models.Model):
    """Every address a product has ever had, in whatever language, the present ones included: no two can claim one."""

    slug = models.TextField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")


class Variant(models.Model):
    id = models.UUIDField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.TextField()
    option_values = models.JSONField(default=dict)
    barcode = models.TextField(default="")
    weight_grams = models.IntegerField(default=0)
    net_amount = models.IntegerField(default=0)
    net_unit = models.TextField(default=NetUnit.GRAM.value)
    position = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    kind = models.TextField(default=VariantKind.GOODS, db_default=VariantKind.GOODS.value)

    class Meta:
        indexes = (models.Index(fields=("product", "position"), name="catalogue_variants_of"),)
        constraints = (
            models.UniqueConstraint(Lower("sku"), name="catalogue_variant_sku"),
            # Variants no longer sold keep their options: past orders show them.
            models.UniqueConstraint(
                fields=("product", "option_values"), condition=Q(active=True), name="catalogue_variant_options"
            ),
            models.CheckConstraint(condition=~Q(sku=""), name="catalogue_variant_has_sku"),
            models.CheckConstraint(condition=Q(net_unit__in=_NET_UNITS), name="catalogue_variant_net_unit"),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="catalogue_variant_kind"),
            models.CheckConstraint(
                condition=Q(weight_grams__gte=0, net_amount__gte=0), name="catalogue_variant_not_negative"
            ),
        )


class VariantFile(models.Model):
    """What buyers of a variant download. One that is no longer given away stays: those who bought it may fetch it."""

    id = models.UUIDField(primary_key=True)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    path = models.TextField()
    size = models.BigIntegerField()
    media_type = models.TextField()
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(path=""), name="catalogue_file_named"),
            models.CheckConstraint(condition=Q(size__gt=0), name="catalogue_file_size"),
        )


class Category(models.Model):
    """That no category lies within itself is checked under a lock by ``save_category``; a row alone cannot tell."""

    id = models.UUIDField(primary_key=True)
    code = models.TextField(unique=True)
    slug = models.TextField(unique=True)
    slugs = TextsField(db_default=Value({}, models.JSONField()))
    # Addresses it had: old links lead on, unless another category has one of them now.
    former_slugs = ArrayField(models.TextField(), default=list, db_default=Value("{}"))
    names = TextsField()
    descriptions = TextsField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=_CODE), name="catalogue_category_code"),
            models.CheckConstraint(condition=Q(slug__regex=_CODE), name="catalogue_category_slug"),
            models.CheckConstraint(condition=~Q(names={}), name="catalogue_category_named"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="catalogue_category_not_in_itself"
            ),
        )


class ProductCategory(models.Model):
    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "category"), name="catalogue_in_category_once"),)


class Attribute(models.Model):
    code = models.TextField(primary_key=True)
    names = TextsField()
    facet = models.BooleanField(default=False)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=_CODE), name="catalogue_attribute_code"),
            models.CheckConstraint(condition=~Q(names={}), name="catalogue_attribute_named"),
        )


class ProductAttribute(models.Model):
    """A product may have several values of one attribute."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.TextField()
    value_names = TextsField()

    class Meta:
        indexes = (models.Index(fields=("attribute", "value"), name="catalogue_attribute_values"),)
        constraints = (
            models.UniqueConstraint(fields=("product", "attribute", "value"), name="catalogue_attribute_once"),
            models.CheckConstraint(condition=Q(value__regex=_CODE), name="catalogue_attribute_value"),
        )


class Media(models.Model):
    id = models.UUIDField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey(Variant, null=True, on_delete=models.PROTECT, related_name="+")
    path = models.TextField(db_index=True)
    alts = TextsField()
    width = models.IntegerField()
    height = models.IntegerField()
    widths = models.JSONField(default=list)
    avif = models.BooleanField(default=False, db_default=False)  # every file of it is there as AVIF, too
    position = models.IntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("product", "position"), name="catalogue_media_of"),
            models.Index("path", name="catalogue_media_to_encode", condition=Q(avif=False)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="catalogue_media_size"),
            models.CheckConstraint(condition=~Q(path=""), name="catalogue_media_path"),
        )


class RelatedProduct(models.Model):
    """What the merchant shows beside a product, in their order."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    position = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("product", "other"), name="catalogue_related_once"),
            models.CheckConstraint(condition=~Q(product=F("other")), name="catalogue_related_to_another"),
        )


class Swatch(models.Model):
    """The colour of a value, of whatever product: both go by their words in the shop's first language, folded.

    ``second`` is the other half of what has two tones, else "".
    """

    id = models.BigAutoField(primary_key=True)
    property = models.TextField()
    value = models.TextField()
    colour = models.TextField()
    second = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("property", "value"), name="catalogue_swatch_once"),
            models.CheckConstraint(condition=~Q(property="") & ~Q(value=""), name="catalogue_swatch_named"),
            models.CheckConstraint(
                condition=Q(colour__regex=_COLOUR) & (Q(second="") | Q(second__regex=_COLOUR)),
                name="catalogue_swatch_colours",
            ),
        )
