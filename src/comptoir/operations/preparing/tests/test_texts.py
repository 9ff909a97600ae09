"""Translations compiled when they are newer, and left alone when they are not."""

import gettext
import os
from pathlib import Path

from comptoir.operations.preparing.texts import compile_texts

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Basket"
msgstr "Panier"

msgid "%(count)s piece"
msgid_plural "%(count)s pieces"
msgstr[0] "%(count)s pièce"
msgstr[1] "%(count)s pièces"

#, fuzzy
msgid "Guess"
msgstr "Hasard"
"""


def test_what_changed_is_compiled_once(tmp_path: Path) -> None:
    source = tmp_path / "shop" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE)
    assert compile_texts(tmp_path) == 1
    assert compile_texts(tmp_path) == 0
    with source.with_suffix(".mo").open("rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("Basket") == "Panier"
    # In French zero is singular.
    assert [texts.ngettext("%(count)s piece", "%(count)s pieces", n) for n in (0, 1, 2)] == [
        "%(count)s pièce", "%(count)s pièce", "%(count)s pièces",
    ]  # fmt: skip
    assert texts.gettext("Guess") == "Guess"
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_texts(tmp_path) == 1
    assert [path.name for path in source.parent.iterdir() if path.suffix == ".new"] == []
