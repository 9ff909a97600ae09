"""Nothing English stays in a French screen."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from tools import messages

FOLDER = messages.apps()["storefront"]


def _french() -> Iterator[tuple[str | None, Any, Any]]:
    """Context, sentence and translations of each sentence of ours."""
    for message in messages.read(messages.catalogue_path(FOLDER, "fr"), "fr"):
        if message.id:
            yield message.context, message.id, message.string


def test_every_sentence_is_translated_and_compiled():
    assert list(messages.problems(FOLDER, set(messages.apps().values()))) == []


def test_no_other_app_speaks_over_ours():
    """Django merges all catalogues: the same sentence, said otherwise elsewhere, would win or lose by chance."""
    with translation.override("fr"):
        for context, said, french in _french():
            if isinstance(said, tuple):
                one, many = said
                assert (ngettext(one, many, 1), ngettext(one, many, 2)) == tuple(french)
            else:
                assert (pgettext(context, said) if context else gettext(said)) == french


def test_french_is_set_with_its_own_spaces():
    for *_, french in _french():
        for text in french if isinstance(french, tuple) else (french,):
            assert not any(f" {mark}" in text for mark in ("?", "!", ";", ":", "»")), text
            assert "« " not in text
            assert "'" not in text
