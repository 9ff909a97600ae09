"""Texts in several languages: ``{"fr": "Miel", "en": "Honey"}`` in one JSON column: a language is data."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

type Texts = Mapping[str, str]


def text_in(texts: Texts, language: str) -> str:
    """The text in the language asked for, else in the first one written: something rather than nothing."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


# Letters that Unicode does not decompose into a base letter and an accent.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'"})
_ACCENTS = re.compile(r"[\u0300-\u036f]")  # what remains of an accented letter once it is decomposed


def folded(text: str) -> str:
    """For comparing and finding: small letters, no accents, single spaces ("Crème  brûlée" and "creme brulee" meet)."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES)))
    return " ".join(text.lower().split())


# What nobody types, and what spoils a parcel's label, a terminal or the XML of an invoice: control characters but line
# ends and tabs, non-characters, marks that turn the direction of what follows, spaces that cannot be seen. Joiners
# stay: Persian, Hindi and family emoji are written with them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    r"\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def typed(text: str) -> str:
    """What somebody typed, without the characters that nobody sees and without blanks around it."""
    return _UNSEEN.sub("", text).strip()


def typed_line(text: str) -> str:
    """As ``typed``, on one line, with single spaces."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def slug_of(text: str, *, limit: int = 80) -> str:
    """The text as part of an address: ``a-z``, ``0-9``, single hyphens, cut between words; "" when nothing is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", folded(text).replace("'", "-")).strip("-")
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1].rpartition("-")[0]
    return cut or slug[:limit]


class TextsField(models.JSONField):
    """A JSON column that only holds ``{language code: text}``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Mapping):
            if any(not isinstance(key, str) or not isinstance(text, str) for key, text in value.items()):
                raise ValidationError(f"{self.name} takes texts by language, not {value!r}")
            value = dict(value)
        return super().get_db_prep_value(value, connection, prepared)
