"""Few rows, read at every request: kept in memory by ``queries``."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from comptoir.domains.markets.values import CaptureAt, ChannelKind, InvoiceAt, ReturnPostage, Sourcing

_CAPTURES = [one.value for one in CaptureAt]
_INVOICES = [one.value for one in InvoiceAt]
_POSTAGES = [one.value for one in ReturnPostage]
_CHANNELS = [one.value for one in ChannelKind]


class LegalEntity(models.Model):
    id = models.UUIDField(primary_key=True)
    code = models.TextField(unique=True)
    name = models.TextField()
    legal_form = models.TextField()
    share_capital_minor = models.BigIntegerField(null=True)
    share_capital_currency = models.TextField(null=True)
    siren = models.TextField()
    siret = models.TextField()
    vat_number = models.TextField()
    rcs = models.TextField()
    address = models.JSONField()
    iban = models.TextField()
    bic = models.TextField()
    email = models.TextField()
    phone = models.TextField()
    oss_registered = models.BooleanField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"), name="markets_entity_siren"),
            models.CheckConstraint(condition=Q(siret="") | Q(siret__regex=r"^\d{14}$"), name="markets_entity_siret"),
            models.CheckConstraint(condition=~Q(name=""), name="markets_entity_named"),
            models.CheckConstraint(
                condition=Q(share_capital_minor=None, share_capital_currency=None)
                | Q(share_capital_minor__gt=0, share_capital_currency__regex=r"^[A-Z]{3}$"),
                name="markets_entity_capital",
            ),
        )


class Market(models.Model):
    code = models.TextField(primary_key=True)
    name = models.TextField()
    currency = models.TextField()
    languages = ArrayField(models.TextField())
    default_language = models.TextField()
    time_zone = models.TextField()
    countries = ArrayField(models.TextField())
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="+")
    order_prefix = models.TextField(unique=True)
    capture_at = models.TextField()
    invoice_at = models.TextField()
    sourcing = models.TextField(default=Sourcing.PRIORITY.value, db_default=Sourcing.PRIORITY.value)
    split_allowed = models.BooleanField(default=True, db_default=True)
    invoice_series = models.TextField(default="", db_default="")
    return_postage = models.TextField(default=ReturnPostage.BUYER, db_default=ReturnPostage.BUYER.value)
    gift_wrap = models.BooleanField(default=False, db_default=False)
    gift_wrap_article_id = models.UUIDField(null=True)  # a variant: catalogues come after markets, so it is no key
    active = models.BooleanField()
    position = models.IntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9-]{0,15}$"), name="markets_market_code"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="markets_market_currency"),
            models.CheckConstraint(
                condition=Q(languages__contains=[F("default_language")]), name="markets_market_language"
            ),
            models.CheckConstraint(condition=Q(countries__len__gt=0), name="markets_market_countries"),
            models.CheckConstraint(condition=Q(capture_at__in=_CAPTURES), name="markets_market_capture_at"),
            models.CheckConstraint(condition=Q(invoice_at__in=_INVOICES), name="markets_market_invoice_at"),
            models.CheckConstraint(condition=Q(return_postage__in=_POSTAGES), name="markets_market_return_postage"),
            models.CheckConstraint(
                condition=Q(sourcing__in=[one.value for one in Sourcing]), name="markets_market_sourcing"
            ),
            models.CheckConstraint(
                condition=Q(order_prefix__regex=r"^[A-Z0-9]{1,8}$"), name="markets_market_order_prefix"
            ),
            models.CheckConstraint(
                condition=Q(invoice_series__regex=r"^[A-Z]{0,4}$"), name="markets_market_invoice_series"
            ),
        )


class Merchant(models.Model):
    """One row at most: its key is 1."""

    id = models.SmallIntegerField(primary_key=True)
    name = models.TextField()
    sender_name = models.TextField()
    sender_email = models.TextField()
    support_email = models.TextField()
    phone = models.TextField()
    default_market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="markets_one_merchant"),
            models.CheckConstraint(condition=~Q(name=""), name="markets_merchant_named"),
        )


class Channel(models.Model):
    code = models.TextField(primary_key=True)
    kind = models.TextField()
    name = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(kind__in=_CHANNELS), name="markets_channel_kind"),)
