"""Fields that many forms ask for, with their keyboards and their words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.formats import number_text


def choose_among(form: forms.Form, **choices: Iterable[tuple[Any, Any]]) -> None:
    """What there is to choose from in these fields of a form, known only now: each a value and its words.

    :raises TypeError: for a field in which nothing is chosen.
    """
    for name, offered in choices.items():
        field = form.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no field of choices")
        field.choices = list(offered)


class WholeNumberField(forms.IntegerField):
    """A number that is counted, of ``least`` to ``most``. Nobody orders 24 jars by pressing an arrow: a plain field."""

    default_error_messages = {
        "invalid": _("Enter a whole number."),
        "min_value": _("Enter %(limit_value)s or more."),
        "max_value": _("Enter %(limit_value)s or less."),
    }

    def __init__(self, *, most: int, least: int = 0, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "number"})
        super().__init__(min_value=least, max_value=most, widget=widget, **kwargs)

    def run_validators(self, value: Any) -> None:
        """The limits are told as numbers are written: 10,000."""
        try:
            super().run_validators(value)
        except forms.ValidationError as refused:
            for each in refused.error_list:
                if each.params and "limit_value" in each.params:
                    each.params["limit_value"] = number_text(each.params["limit_value"])
            raise

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class MailField(forms.EmailField):
    default_error_messages = {"invalid": _("Enter an e-mail address such as camille@example.org.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)


class PhoneField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel"})
        super().__init__(label=_("Phone"), max_length=40, required=False, widget=widget, **kwargs)
