"""The merchant, the legal entity that sells, and its markets."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.countries import country_choices
from comptoir.backoffice.fields import MailField, PhoneField, choose_among
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.markets.values import CaptureAt, InvoiceAt, ReturnPostage, Sourcing


class MerchantForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the shop"), max_length=120, help_text=_("Shown to customers at the top of every page.")
    )
    support_email = MailField(label=_("Customer service e-mail"))
    phone = PhoneField()
    sender_name = forms.CharField(label=_("Sender name"), max_length=120)
    sender_email = MailField(label=_("Sender e-mail address"))


class DefaultMarketForm(MerchantForm):
    """The same once markets exist."""

    default_market = forms.ChoiceField(label=_("Market shown first"))

    def __init__(self, *args: Any, markets: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, default_market=markets)


class EntityForm(forms.Form):
    """``currency`` is that of the share capital."""

    name = forms.CharField(label=_("Registered name"), max_length=160)
    legal_form = forms.CharField(
        label=_("Legal form"), max_length=40, required=False, help_text=_("SARL, SAS, sole trader…")
    )
    siren = forms.CharField(label=_("SIREN"), max_length=20, required=False, help_text=_("Nine digits."))
    siret = forms.CharField(label=_("SIRET of the registered office"), max_length=24, required=False)
    vat_number = forms.CharField(label=_("VAT number"), max_length=24, required=False)
    rcs = forms.CharField(label=_("Trade register"), max_length=80, required=False, help_text=_("Town, such as Lyon."))
    line1 = forms.CharField(label=_("Number and street"), max_length=120)
    line2 = forms.CharField(label=_("Address, second line"), max_length=120, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12)
    city = forms.CharField(label=_("Town"), max_length=80)
    country = forms.ChoiceField(label=_("Country"), initial="FR")
    email = MailField(label=_("E-mail"), required=False)
    phone = PhoneField()
    iban = forms.CharField(label=_("IBAN"), max_length=42, required=False, help_text=_("Where bank transfers arrive."))
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    oss_registered = forms.BooleanField(
        label=_("Declares VAT through the One-Stop Shop"),
        required=False,
        help_text=_("Sales to consumers in other EU countries then carry the VAT of their country."),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, country=country_choices())
        self.fields["share_capital"] = MoneyField(label=_("Share capital"), currency=currency, required=False)


class MarketForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    countries = forms.MultipleChoiceField(label=_("Delivery countries"), widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    default_language = forms.ChoiceField(label=_("Language shown first"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    legal_entity = forms.ChoiceField(label=_("Sold by"))
    order_prefix = forms.CharField(label=_("Order numbers start with"), max_length=8)
    invoice_series = forms.CharField(
        label=_("Own prefix in invoice numbers"),
        max_length=4,
        required=False,
        help_text=_(
            "With PRO, its invoices are numbered FPRO2026-000001. Leave blank to number them with the other markets."
        ),
    )
    capture_at = forms.ChoiceField(
        label=_("Payment is captured"),
        widget=forms.RadioSelect,
        choices=(
            (CaptureAt.AUTHORISATION.value, _("at once, when the order is paid")),
            (CaptureAt.SHIPMENT.value, _("when the parcel ships")),
        ),
    )
    invoice_at = forms.ChoiceField(
        label=_("The invoice is issued"),
        widget=forms.RadioSelect,
        choices=(
            (InvoiceAt.SHIPMENT.value, _("when the parcel ships")),
            (InvoiceAt.PAYMENT.value, _("when the payment is received")),
        ),
    )
    sourcing = forms.ChoiceField(
        label=_("Orders ship from"),
        widget=forms.RadioSelect,
        choices=(
            (Sourcing.PRIORITY.value, _("the first location, by rank, that has the items")),
            (Sourcing.NEAREST.value, _("the location nearest to the customer")),
        ),
    )
    split_allowed = forms.BooleanField(label=_("An order may ship from several locations"), required=False)
    return_postage = forms.ChoiceField(
        label=_("Return shipping of a parcel is paid by"),
        widget=forms.RadioSelect,
        choices=(
            (ReturnPostage.BUYER.value, _("the customer, who changed their mind")),
            (ReturnPostage.MERCHANT.value, _("us")),
        ),
        help_text=_("Damaged or wrong items always come back at our expense."),
    )
    gift_wrap = forms.BooleanField(
        label=_("Offer gift wrap"),
        required=False,
        help_text=_("At checkout, customers say that it is a gift and write a message, printed on the packing slip."),
    )
    gift_wrap_sku = forms.CharField(
        label=_("Gift wrap article (SKU)"),
        max_length=64,
        required=False,
        help_text=_("An item of the kind “service”, with a price in this market. Leave blank to wrap free of charge."),
    )
    active = forms.BooleanField(label=_("Open: customers can order"), required=False)

    def __init__(self, *args: Any, entities: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, legal_entity=entities)
        chosen = set(self["countries"].value() or ())
        # Those chosen come first: they are what one looks for in a list of 250.
        choose_among(self, countries=sorted(country_choices(), key=lambda pair: pair[0] not in chosen))
        zones = sorted(
            zone
            for zone in available_timezones()
            if zone.startswith(("Europe/", "America/", "Indian/", "Pacific/", "Atlantic/"))
        )
        choose_among(self, time_zone=[(zone, zone.replace("_", " ")) for zone in zones])

    def clean_gift_wrap_sku(self) -> str:
        sku: str = self.cleaned_data["gift_wrap_sku"]
        if not sku:
            return sku
        found = variants_by_sku([sku]).get(sku)
        if found is None:
            raise forms.ValidationError(_("No item has this SKU."))
        if found.kind is not VariantKind.SERVICE:
            raise forms.ValidationError(_("This item is not a service: set its kind on its product’s page first."))
        return sku
