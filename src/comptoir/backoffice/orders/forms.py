"""What staff may be asked before a step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RecordPaymentForm(forms.Form):
    """A transfer or cheque that has arrived."""

    reference = forms.CharField(
        label=_("Reference on the bank statement"),
        max_length=140,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ShipForm(forms.Form):
    """The parcel leaves; where the customer comes for the goods, there is nothing to ask."""

    carrier = forms.CharField(label=_("Carrier"), max_length=60)
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, collected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if collected:
            self.fields.clear()


class CancelForm(forms.Form):
    """Why an order is cancelled: kept in its history."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("Kept in the history; the customer does not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
