"""What is asked of whoever handles a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 4_000


class NoteForm(forms.Form):
    """Something for whoever goes on with it."""

    text = forms.CharField(label=_("Note"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class CloseForm(forms.Form):
    """Why a case is closed."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=_LONGEST,
        help_text=_("Kept with the case."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
