"""A test of the mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import MailField


class TrialMailForm(forms.Form):
    to = MailField(label=_("Send it to"))
