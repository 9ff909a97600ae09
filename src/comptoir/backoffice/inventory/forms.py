"""Counting."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import WholeNumberField


class CountForm(forms.Form):
    """What stands on each shelf. Places left as they were are not counted."""

    because = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Inventory, breakage, a delivery…")
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place_codes = []
        for code, name, on_hand in places:
            self.place_codes.append(code)
            self.fields[f"count_{code}"] = WholeNumberField(
                label=name,
                most=10_000_000,
                initial=on_hand,
            )
        self.order_fields([*(f"count_{code}" for code in self.place_codes), "because"])

    def counted(self) -> dict[str, int]:
        """The places whose number is another one now."""
        return {
            code: self.cleaned_data[f"count_{code}"]
            for code in self.place_codes
            if f"count_{code}" in self.changed_data
        }
