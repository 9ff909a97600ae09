"""People who work here, and keys for machines."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.fields import MailField, choose_among
from comptoir.backoffice.parts import Words

NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class OwnerForm(forms.Form):
    """The first account of an installation."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = MailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=NEW_PASSWORD,
        help_text=_("Twelve characters or more. A sentence is easy to remember and hard to guess."),
    )


class MemberForm(forms.Form):
    """Somebody on the staff. An account that exists keeps its address."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = MailField(label=_("E-mail"))
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    markets = forms.MultipleChoiceField(
        label=_("Markets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    language = forms.ChoiceField(label=_("Language"))
    password = forms.CharField(
        label=_("First password"),
        max_length=200,
        strip=False,
        widget=NEW_PASSWORD,
        help_text=_("Share it with them; they can change it, or reset it with “Forgot your password?”."),
    )

    def __init__(
        self,
        *args: Any,
        roles: Iterable[tuple[str, str]],
        markets: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("roles", roles), ("markets", markets), ("language", languages)):
            choose_among(self, **{name: choices})
        if not is_new:
            for name in ("name", "email", "language", "password"):
                del self.fields[name]


class KeyForm(forms.Form):
    label = forms.CharField(label=_("Purpose"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("Rights"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Anything that changes, ships or labels an order needs “Read orders” as well."),
    )

    def __init__(self, *args: Any, scopes: Iterable[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, scopes=scopes)
