"""Which fields of the settings stand together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.markets.forms import EntityForm, MerchantForm
from comptoir.backoffice.markets.screens import Group
from comptoir.backoffice.parts import Words


def group(form: forms.Form, title: Words, note: Words, *rows: tuple[str, ...], optional: bool = True) -> Group:
    fields = tuple(tuple(form[name] for name in row) for row in rows)
    return Group(title=title, note=note, rows=fields, optional=optional)


def merchant_groups(form: forms.Form) -> tuple[Group, ...]:
    return (
        group(
            form,
            "",
            "",
            ("name",),
            ("support_email", "phone"),
            *((("default_market",),) if "default_market" in form.fields else ()),
        ),
        group(
            form,
            _("Messages"),
            _("Customers see this name and address in their inbox."),
            ("sender_name", "sender_email"),
        ),
    )


def entity_groups(form: forms.Form) -> tuple[Group, ...]:
    return (
        group(
            form,
            _("Company"),
            "",
            ("name",),
            ("legal_form", "share_capital"),
            ("siren", "siret"),
            ("vat_number", "rcs"),
            ("oss_registered",),
        ),
        group(
            form,
            _("Registered address"),
            "",
            ("line1",),
            ("line2",),
            ("postal_code", "city"),
            ("country",),
            ("email", "phone"),
        ),
        group(form, _("Bank"), "", ("iban", "bic")),
    )


def market_groups(form: forms.Form) -> tuple[Group, ...]:
    return (
        group(form, _("Where"), "", ("name", "order_prefix"), ("countries", "time_zone"), ("active",)),
        group(form, _("Texts"), "", ("languages", "default_language")),
        group(form, _("Payment and invoices"), "", ("legal_entity", "invoice_series"), ("capture_at", "invoice_at")),
        group(form, _("Where items ship from"), "", ("sourcing",), ("split_allowed",)),
        group(form, _("Gifts"), "", ("gift_wrap",), ("gift_wrap_sku",)),
        group(form, _("Returns"), "", ("return_postage",)),
    )


class SetUpForm(MerchantForm, EntityForm):
    """The merchant and the legal entity at once; what both ask for is asked once."""

    registered_name = forms.CharField(label=_("Registered name"), max_length=160)

    field_order = ("name", "support_email", "phone", "sender_name", "sender_email", "registered_name")


def set_up_form(data: Any, *, initial: dict[str, Any] | None = None) -> SetUpForm:
    form = SetUpForm(data, initial=initial, currency="EUR")
    for name in ("sender_name", "email"):
        form.fields[name].required = False
    return form


def set_up_groups(form: forms.Form) -> tuple[Group, ...]:
    return (
        group(form, _("Shop"), "", ("name",), ("support_email", "phone"), ("sender_email",)),
        group(
            form,
            _("Company"),
            _("Shown in the legal notice and on every invoice."),
            ("registered_name",),
            ("legal_form", "siren"),
            ("vat_number", "rcs"),
        ),
        group(form, _("Registered address"), "", ("line1",), ("line2",), ("postal_code", "city"), ("country",)),
        group(form, _("Bank"), _("For customers who pay by transfer."), ("iban", "bic")),
    )
