"""What is wrong with a field, in plain words of the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = {
    "missing": gettext_lazy("This is required."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "string_type": gettext_lazy("This must be text."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters, please."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters, please."),
    "string_pattern_mismatch": gettext_lazy("This does not have the expected form."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_parsing_size": gettext_lazy("This must be a whole number."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "greater_than_equal": gettext_lazy("This must be %(ge)s or more."),
    "less_than_equal": gettext_lazy("This must be %(le)s or less."),
    "enum": gettext_lazy("This must be one of: %(expected)s."),
    "list_type": gettext_lazy("This must be a list."),
    "too_short": gettext_lazy("At least %(min_length)s of them, please."),
    "too_long": gettext_lazy("At most %(max_length)s of them, please."),
    "model_type": gettext_lazy("This must be an object."),
    "model_attributes_type": gettext_lazy("This must be an object."),
    "dict_type": gettext_lazy("This must be an object."),
}


def plain_words(error: Mapping[str, Any]) -> str:
    """The sentence for an error as pydantic describes it, whose own are English and name our classes."""
    words = str(_WORDS.get(error["type"], _("This value cannot be used.")))
    facts: Mapping[str, Any] = error.get("ctx", {})
    return words % facts
