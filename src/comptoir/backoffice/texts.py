"""Texts in several languages as fields of a form: ``title_fr``, ``title_en``."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings


def language_names(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Code and name, each in its own language; a language the interface does not speak goes by its code."""
    names = dict(settings.LANGUAGES)
    return tuple((code, names.get(code, code)) for code in codes)


def add_text_fields(form: forms.Form, name: str, codes: Iterable[str], make: Callable[[str], forms.Field]) -> None:
    """One field for each language."""
    for code in codes:
        field = make(code)
        field.widget.attrs["lang"] = code
        form.fields[f"{name}_{code}"] = field


def spread(name: str, texts: Mapping[str, str], codes: Iterable[str]) -> dict[str, str]:
    """Initial values of those fields."""
    return {f"{name}_{code}": texts.get(code, "") for code in codes}


def gathered(name: str, values: Mapping[str, Any], codes: Iterable[str]) -> dict[str, str]:
    """The texts that were written; empty ones are left out."""
    return {code: text for code in codes if (text := str(values.get(f"{name}_{code}") or "").strip())}
