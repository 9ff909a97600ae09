"""A page in every language of the shop."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.texts import add_text_fields, language_names


class PageForm(forms.Form):
    key = forms.SlugField(
        label=_("Code"), max_length=64, help_text=_("Small letters, digits and hyphens. It never changes.")
    )
    in_footer = forms.BooleanField(label=_("Show a link at the foot of every page"), required=False)
    position = forms.IntegerField(
        label=_("Position at the foot of the page"),
        min_value=0,
        max_value=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
    )

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[str], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        if not is_new:
            del self.fields["key"]
        add_text_fields(self, "title", languages, lambda code: forms.CharField(label=_("Title"), max_length=120))
        add_text_fields(
            self,
            "body",
            languages,
            lambda code: forms.CharField(
                label=_("Text"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 16, "data-rich": ""})
            ),
        )

    def texts_by_language(self) -> list[dict[str, Any]]:
        return [
            {"code": code, "name": name, "title": self[f"title_{code}"], "body": self[f"body_{code}"]}
            for code, name in language_names(self.languages)
        ]
