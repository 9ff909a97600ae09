"""What is asked of whoever decides about a review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.domains.reviews.values import LONGEST_NOTE, REFUSALS, Refusal


class DecideForm(forms.Form):
    """``edition`` is the version that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RefuseForm(DecideForm):
    """Why, from the short list, and what else the author is told."""

    refusal = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(
        label=_("For the author"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("Sent with the reason by e-mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Please choose")), *((each.value, words) for each, words in REFUSALS.items())]
        field = self.fields["refusal"]
        field.choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def reason(self) -> Refusal:
        return Refusal(self.cleaned_data["refusal"])


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_NOTE,
        help_text=_("Shown below the review, in the shop’s name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
