"""A landing page: its title and address, before its blocks."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.content.design_forms import BlocksForm
from comptoir.backoffice.texts import LanguageColumn, language_names
from comptoir.domains.content.values import Layout


class LandingForm(BlocksForm):
    in_footer = forms.BooleanField(label=_("Show a link in the footer of every page"), required=False)

    def __init__(self, data: Any, files: Any, *, layout: Layout, **asks: Any) -> None:
        super().__init__(data, files, **asks)
        self._position = layout.position_in_footer
        self.initial["in_footer"] = layout.position_in_footer is not None
        for code in self.languages:
            for name, label, texts in (
                ("title", _("Title"), layout.titles),
                ("slug", _("Address"), layout.slugs),
            ):
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=120,
                    initial=texts.get(code, ""),
                    widget=forms.TextInput(attrs={"lang": code}),
                    help_text=_("Left empty, it is made from the title.") if name == "slug" else "",
                )

    def titles(self) -> list[LanguageColumn]:
        return [
            LanguageColumn(code, name, (self[f"title_{code}"], self[f"slug_{code}"]))
            for code, name in language_names(self.languages)
        ]

    def titled(self, layout: Layout) -> Layout:
        """The layout with its title and address, once the form is valid."""
        values = self.cleaned_data
        return replace(
            layout,
            titles={code: values[f"title_{code}"] for code in self.languages},
            slugs={code: values[f"slug_{code}"] for code in self.languages},
            position_in_footer=(self._position or 0) if values["in_footer"] else None,
        )
