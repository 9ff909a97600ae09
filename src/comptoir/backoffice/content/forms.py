"""A page in every language of the shop."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import WholeNumberField
from comptoir.backoffice.texts import TextForm


class PageForm(TextForm):
    key = forms.SlugField(
        label=_("Code"), max_length=64, help_text=_("Lowercase letters, digits and hyphens. It never changes.")
    )
    in_footer = forms.BooleanField(label=_("Show a link in the footer of every page"), required=False)
    position = WholeNumberField(
        label=_("Position in the footer"),
        most=1000,
        required=False,
    )

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["key"]

    def texts(self, code: str) -> dict[str, forms.Field]:
        rich = forms.Textarea(attrs={"rows": 16, "data-rich": ""})
        return {
            "title": forms.CharField(label=_("Title"), max_length=120),
            "body": forms.CharField(label=_("Text"), max_length=200_000, widget=rich),
        }
