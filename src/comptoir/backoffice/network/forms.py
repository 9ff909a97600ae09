"""A place, its address and its opening hours."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.countries import country_choices
from comptoir.backoffice.fields import PhoneField, WholeNumberField, choose_among
from comptoir.backoffice.texts import TextForm
from comptoir.domains.network.values import DAYS, OpeningHours, PlaceKind

KIND_NAMES = {
    PlaceKind.WAREHOUSE: _("Warehouse"),
    PlaceKind.SHOP: _("Physical shop"),
    PlaceKind.QUARANTINE: _("Quarantine"),
}
DAY_NAMES = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class PlaceForm(TextForm):
    code = forms.SlugField(
        label=_("Code"), max_length=32, help_text=_("Lowercase letters, digits and hyphens. It never changes.")
    )
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        widget=forms.RadioSelect,
        initial=PlaceKind.WAREHOUSE.value,
        help_text=_("Doubtful items are set aside in a quarantine. Nothing is sold from it."),
    )
    line1 = forms.CharField(label=_("Number and street"), max_length=120)
    line2 = forms.CharField(label=_("Address, second line"), max_length=120, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12)
    city = forms.CharField(label=_("Town"), max_length=80)
    country = forms.ChoiceField(label=_("Country"), initial="FR")
    phone = PhoneField()
    priority = WholeNumberField(
        label=_("Rank"),
        most=1000,
        initial=0,
        help_text=_("The location with the lowest number ships first."),
    )
    offers_pickup = forms.BooleanField(label=_("Customers can collect orders here"), required=False)
    partner = forms.BooleanField(
        label=_("It belongs to a partner"),
        required=False,
        help_text=_("It then serves only its own collections and what ships to its territory."),
    )
    territory = forms.CharField(
        label=_("Territory"),
        max_length=400,
        required=False,
        help_text=_("Countries, or the start of their postal codes: FR-69 FR-01 CH."),
    )
    active = forms.BooleanField(
        label=_("Open"),
        required=False,
        initial=True,
        help_text=_("Its stock is on sale, unless it is a quarantine."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, country=country_choices())
        if not is_new:
            del self.fields["code"]
        for day, name in zip(DAYS, DAY_NAMES, strict=True):
            self.fields[f"hours_{day}"] = forms.CharField(label=name, max_length=60, required=False)

    def texts(self, code: str) -> dict[str, forms.Field]:
        return {"name": forms.CharField(label=_("Name"), max_length=80)}

    def opening_hours(self, old: OpeningHours) -> dict[str, tuple[tuple[str, str], ...]]:
        """The week as written; exceptions by date stay as they are."""
        hours = {day: spans for day, spans in old.items() if day not in DAYS}
        for day in DAYS:
            if spans := read_hours(self.cleaned_data[f"hours_{day}"]):
                hours[day] = spans
        return hours


def read_hours(text: str) -> tuple[tuple[str, str], ...]:
    """“9:00-12:30, 14:00-19:00” as spans. What makes no sense is passed on as it is, for the rules to refuse."""
    spans = []
    for part in text.replace("–", "-").replace(";", ",").split(","):
        if part.strip():
            start, _dash, end = part.partition("-")
            spans.append((_time(start), _time(end)))
    return tuple(spans)


def _time(text: str) -> str:
    hour, _colon, minute = text.strip().lower().replace("h", ":").partition(":")
    return f"{hour.strip():0>2}:{minute.strip() or '00':0>2}"


def written_hours(hours: OpeningHours) -> Mapping[str, str]:
    return {f"hours_{day}": ", ".join(f"{start}-{end}" for start, end in hours.get(day, ())) for day in DAYS}
