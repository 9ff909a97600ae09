"""A way to pay."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import WholeNumberField
from comptoir.backoffice.texts import TextForm


class MethodForm(TextForm):
    hold_hours = forms.DecimalField(
        label=_("Items are reserved for"),
        min_value=0,
        max_value=2160,
        decimal_places=2,
        localize=True,
        help_text=_("In hours. After that, an unpaid order releases its items."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number"}),
    )
    position = WholeNumberField(
        label=_("Position in the list"),
        most=1000,
    )

    def texts(self, code: str) -> dict[str, forms.Field]:
        return {
            "label": forms.CharField(label=_("Name"), max_length=80),
            "instructions": forms.CharField(
                label=_("Text shown to customers"),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
        }
