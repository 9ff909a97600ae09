"""A test of the mail."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TrialMailForm(forms.Form):
    to = forms.EmailField(label=_("Send it to"), max_length=254)
