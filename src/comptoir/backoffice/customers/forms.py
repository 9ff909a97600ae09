"""What staff may write down about a customer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import MailField, PhoneField, choose_among


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=_("How they asked"),
        help_text=_("For example: by phone on Monday. It stays in the history."),
        max_length=400,
        required=False,
    )


class CustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    company = forms.CharField(label=_("Company"), max_length=120, required=False)
    email = MailField(label=_("E-mail"))
    phone = PhoneField()
    vat_number = forms.CharField(label=_("VAT number"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language of the messages"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, language=languages)
