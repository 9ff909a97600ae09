"""A way of delivery, and what it costs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.fields import WholeNumberField, choose_among
from comptoir.backoffice.texts import TextForm
from comptoir.domains.delivery.values import MethodKind

KINDS = (
    (MethodKind.HOME.value, _("To the customer’s address")),
    (MethodKind.PICKUP.value, _("Collected at one of our locations")),
)


def _days(label: Any) -> forms.IntegerField:
    return WholeNumberField(
        label=label,
        most=90,
    )


class MethodForm(TextForm):
    kind = forms.ChoiceField(label=_("How"), choices=KINDS, widget=forms.RadioSelect, initial=MethodKind.HOME.value)
    place_code = forms.ChoiceField(label=_("Pickup location"), required=False)
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Lowercase letters, digits and hyphens. It never changes.")
    )
    cut_off = forms.TimeField(
        label=_("Same-day cut-off time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Local time. Later orders count from the next working day."),
    )
    handling_days = _days(_("Working days to prepare"))
    transit_days_min = _days(_("Minimum transit, working days"))
    transit_days_max = _days(_("Maximum transit, working days"))
    position = WholeNumberField(
        label=_("Position in the list"),
        most=1000,
        initial=0,
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, place_code=[("", "–"), *places])
        if not is_new:
            del self.fields["code"]

    def texts(self, code: str) -> dict[str, forms.Field]:
        return {"label": forms.CharField(label=_("Name shown to customers"), max_length=80)}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") == MethodKind.PICKUP and not values.get("place_code"):
            self.add_error("place_code", _("Choose a pickup location."))
        return values


class RateForm(forms.Form):
    """One line of prices. The line with the highest basket that fits counts, then the tightest weight."""

    countries = forms.CharField(
        label=_("Countries"), max_length=400, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    up_to_weight_grams = WholeNumberField(
        label=_("Up to, g"),
        least=1,
        most=10_000_000,
        required=False,
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_total"] = MoneyField(label=_("Minimum basket"), currency=currency, required=False)
        self.fields["price"] = MoneyField(label=_("Price"), currency=currency)

    def clean_countries(self) -> tuple[str, ...]:
        words = self.cleaned_data["countries"].replace(",", " ").upper().split()
        if any(len(word) != 2 or not word.isalpha() for word in words):
            raise forms.ValidationError(_("Enter two-letter codes such as FR BE."))
        return tuple(dict.fromkeys(words))


RateFormSet = forms.formset_factory(RateForm, extra=0, can_delete=True, max_num=200, absolute_max=200)
