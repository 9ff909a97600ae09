"""A way of delivery, and what it costs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.amounts import MoneyField
from comptoir.backoffice.texts import add_text_fields
from comptoir.domains.delivery.values import MethodKind

KINDS = (
    (MethodKind.HOME.value, _("To the customer’s address")),
    (MethodKind.PICKUP.value, _("Collected at one of our places")),
)


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=90,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
    )


class MethodForm(forms.Form):
    kind = forms.ChoiceField(label=_("How"), choices=KINDS, widget=forms.RadioSelect, initial=MethodKind.HOME.value)
    place_code = forms.ChoiceField(label=_("Place of collection"), required=False)
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and hyphens. It never changes.")
    )
    cut_off = forms.TimeField(
        label=_("Taken in hand the same day until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Local time. Later orders count from the next working day."),
    )
    handling_days = _days(_("Working days to prepare"))
    transit_days_min = _days(_("Working days on the way, at least"))
    transit_days_max = _days(_("Working days on the way, at most"))
    position = forms.IntegerField(
        label=_("Position in the list"),
        min_value=0,
        max_value=1000,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
    )

    def __init__(
        self, *args: Any, languages: Sequence[str], places: Iterable[tuple[str, str]], is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        self.fields["place_code"].choices = [("", "–"), *places]  # type: ignore[attr-defined]  # a ChoiceField
        if not is_new:
            del self.fields["code"]
        add_text_fields(
            self,
            "label",
            languages,
            lambda code: forms.CharField(
                label=_("Name the customer reads (%(language)s)") % {"language": code.upper()}, max_length=80
            ),
        )

    def label_fields(self) -> list[forms.BoundField]:
        return [self[f"label_{code}"] for code in self.languages]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") == MethodKind.PICKUP and not values.get("place_code"):
            self.add_error("place_code", _("Choose the place where the goods are collected."))
        return values


class RateForm(forms.Form):
    """One line of prices. The line with the highest basket that fits counts, then the tightest weight."""

    countries = forms.CharField(
        label=_("Countries"), max_length=400, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    up_to_weight_grams = forms.IntegerField(
        label=_("Up to, g"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_total"] = MoneyField(label=_("Basket from"), currency=currency, required=False)
        self.fields["price"] = MoneyField(label=_("Price"), currency=currency)

    def clean_countries(self) -> tuple[str, ...]:
        words = self.cleaned_data["countries"].replace(",", " ").upper().split()
        if any(len(word) != 2 or not word.isalpha() for word in words):
            raise forms.ValidationError(_("Write two-letter codes such as FR BE."))
        return tuple(dict.fromkeys(words))


RateFormSet = forms.formset_factory(RateForm, extra=0, can_delete=True)
