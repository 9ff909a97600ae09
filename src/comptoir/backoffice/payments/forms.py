"""A way to pay."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.texts import add_text_fields, language_names


class MethodForm(forms.Form):
    hold_hours = forms.DecimalField(
        label=_("Goods are kept for"),
        min_value=0,
        max_value=2160,
        decimal_places=2,
        localize=True,
        help_text=_("Hours. After that an unpaid order gives its goods back."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number"}),
    )
    position = forms.IntegerField(
        label=_("Position in the list"),
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        add_text_fields(self, "label", languages, lambda code: forms.CharField(label=_("Name"), max_length=80))
        add_text_fields(
            self,
            "instructions",
            languages,
            lambda code: forms.CharField(
                label=_("What the customer reads beside it"),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
        )

    def texts_by_language(self) -> list[dict[str, Any]]:
        return [
            {"code": code, "name": name, "label": self[f"label_{code}"], "instructions": self[f"instructions_{code}"]}
            for code, name in language_names(self.languages)
        ]
