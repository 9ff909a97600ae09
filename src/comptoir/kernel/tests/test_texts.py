import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kernel.texts import TextsField, folded, slug_of, text_in, typed, typed_line


def test_a_text_falls_back_to_one_that_exists() -> None:
    assert text_in({"fr": "Miel", "en": "Honey"}, "en") == "Honey"
    assert text_in({"fr": "Miel"}, "en") == "Miel"
    assert text_in({"en": "", "fr": "Miel"}, "en") == "Miel"
    assert text_in({}, "fr") == ""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Crème  BRÛLÉE", "creme brulee"),
        ("Bœuf d’Aubrac", "boeuf d'aubrac"),
        ("Straße", "strasse"),
        ("Łódź\u00a0Ångström", "lodz angstrom"),
        ("蜂蜜", "蜂蜜"),
    ],
)
def test_folding_brings_spellings_together(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Miel de châtaignier, 250 g", "miel-de-chataignier-250-g"),
        ("L’huile d'olive — n°1", "l-huile-d-olive-n-1"),
        ("蜂蜜", ""),
        ("", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_a_long_slug_is_cut_between_words() -> None:
    assert slug_of("confiture d'abricots du Roussillon", limit=22) == "confiture-d-abricots"
    assert slug_of("x" * 30, limit=10) == "x" * 10


@given(st.text())
def test_a_slug_is_always_one(text: str) -> None:
    slug = slug_of(text)
    assert slug_of(slug) == slug
    assert len(slug) <= 80
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_texts_column_takes_nothing_else() -> None:
    field = TextsField()
    field.name = "titles"
    with pytest.raises(ValidationError):
        field.get_db_prep_value({"fr": 3}, None)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("  Lucie \t Martin\r\nBcc: x", "Lucie Martin Bcc: x"),
        ("A\x1b[31m\x07B", "A [31m B"),
        ("nib\u202eegami.exe", "nib egami.exe"),
        ("\u200b\ufeff\ufffe", ""),
        ("क्‍ष 👩‍🌾", "क्‍ष 👩‍🌾"),  # joined letters and signs stay joined
    ],
)
def test_what_nobody_sees_is_not_kept(written: str, line: str) -> None:
    assert typed_line(written) == line


def test_a_text_keeps_its_lines() -> None:
    assert typed(" two\r\nlines\x0b \x00") == "two\r\nlines"
