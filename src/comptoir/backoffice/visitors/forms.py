"""A service of somebody else, as visitors are asked about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import WholeNumberField
from comptoir.backoffice.texts import TextForm
from comptoir.domains.visitors.values import Purpose

PURPOSES = {
    Purpose.AUDIENCE: _("Counting visits"),
    Purpose.COMFORT: _("Content of other sites: videos, maps, chat"),
    Purpose.MARKETING: _("Advertising"),
}


class ServiceForm(TextForm):
    code = forms.SlugField(
        label=_("Code"), max_length=32, help_text=_("Lowercase letters, digits and hyphens. It never changes.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    provider = forms.CharField(
        label=_("Company that receives the data"), max_length=120, help_text=_("As visitors know it.")
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[(purpose.value, name) for purpose, name in PURPOSES.items()],
        widget=forms.RadioSelect,
    )
    policy_url = forms.CharField(
        label=_("Its page about personal data"), max_length=500, widget=forms.URLInput(attrs={"inputmode": "url"})
    )
    script_url = forms.CharField(
        label=_("Address of its script"),
        max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        help_text=_("It starts with https://. It runs on the shop’s pages once a visitor agrees, never on checkout."),
    )
    origins = forms.CharField(
        label=_("Other sites it needs"),
        max_length=1000,
        required=False,
        help_text=_(
            "For example https://stats.example.org. Separate several with blanks; browsers let nothing else by."
        ),
    )
    keeps_months = WholeNumberField(label=_("Kept in the browser for (months)"), most=25, initial=13)
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]

    def texts(self, code: str) -> dict[str, forms.Field]:
        area = forms.Textarea(attrs={"rows": 3})
        return {"description": forms.CharField(label=_("What it does"), max_length=600, required=False, widget=area)}


class ProofForm(forms.Form):
    reference = forms.UUIDField(
        label=_("Reference of a consent"),
        help_text=_("A visitor reads it on the page “Cookies” of the shop."),
        error_messages={"invalid": _("This is not a reference.")},
    )
