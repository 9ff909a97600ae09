"""Texts in several languages as fields of a form: ``title_fr``, ``title_en``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings


def language_names(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Code and name, each in its own language; a language the interface does not speak goes by its code."""
    names = dict(settings.LANGUAGES)
    return tuple((code, names.get(code, code)) for code in codes)


def add_text_field(form: forms.Form, name: str, code: str, field: forms.Field) -> None:
    """One language's field of a text."""
    field.widget.attrs["lang"] = code
    form.fields[f"{name}_{code}"] = field


@dataclass(frozen=True, slots=True)
class LanguageColumn:
    """What is written in one language, to stand beside the others."""

    code: str
    name: str
    fields: tuple[forms.BoundField, ...]


class TextForm(forms.Form):
    """A form that asks for some texts in every language of the shop, before anything else."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        self._texts = tuple(self.texts(languages[0]))
        for code in languages:
            for name, field in self.texts(code).items():
                add_text_field(self, name, code, field)
        self.order_fields([f"{name}_{code}" for code in languages for name in self._texts])

    def texts(self, code: str) -> dict[str, forms.Field]:
        """Fresh fields for the texts of one language."""
        raise NotImplementedError

    def by_language(self) -> list[LanguageColumn]:
        return [
            LanguageColumn(code, name, tuple(self[f"{text}_{code}"] for text in self._texts))
            for code, name in language_names(self.languages)
        ]


def spread(name: str, texts: Mapping[str, str], codes: Iterable[str]) -> dict[str, str]:
    """Initial values of those fields."""
    return {f"{name}_{code}": texts.get(code, "") for code in codes}


def gathered(name: str, values: Mapping[str, Any], codes: Iterable[str]) -> dict[str, str]:
    """The texts that were written; empty ones are left out."""
    return {code: text for code in codes if (text := str(values.get(f"{name}_{code}") or "").strip())}
