"""Who is to be told what."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import choose_among
from comptoir.backoffice.integrations.words import CHOICES


class WebhookForm(forms.Form):
    name = forms.CharField(
        label=_("Receiving program"), max_length=80, help_text=_("For example, the name of your ERP.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It starts with https:// and receives messages by POST."),
    )
    events = forms.MultipleChoiceField(label=_("Events sent"), choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    markets = forms.MultipleChoiceField(
        label=_("Markets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )

    def __init__(self, *args: Any, markets: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, markets=markets)
