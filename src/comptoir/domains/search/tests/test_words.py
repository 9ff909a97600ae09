import pytest

from comptoir.domains.search.rules import arrangement_key, plain, price_band, wanted_by


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Huile d’olive", "huile d olive"),
        ("  Crème   BRÛLÉE! ", "creme brulee"),
        ("œufs (x6)", "oeufs x6"),
        ("MIEL-250", "miel 250"),
        ("…", ""),
    ],
)
def test_words_are_plain(text: str, words: str) -> None:
    assert plain(text) == words


def test_what_says_nothing_is_not_asked_for_unless_there_is_nothing_else() -> None:
    assert wanted_by("de l'huile pour la salade", "fr") == (("huile",), ("salade",))
    assert wanted_by("the oil", "en") == (("oil",),)
    assert wanted_by("the", "en") == (("the",),)
    assert wanted_by("the", "fr") == (("the",),), "tea, in French"
    assert wanted_by("!!!", "fr") == ()
    assert len(wanted_by(" ".join(map(str, range(50))), "fr")) == 12
    assert wanted_by("a" * 5_000, "fr") == ()


def test_synonyms_stand_beside_what_was_typed() -> None:
    same = [("pull", "chandail", "gros tricot"), ("sweat", "pull")]
    assert wanted_by("pulls marins", "fr", same) == (("pulls", "pull", "chandail", "gros tricot", "sweat"), ("marins",))
    assert wanted_by("gros tricot bleu", "fr", same) == (("gros tricot", "pull", "chandail"), ("bleu",))
    assert wanted_by("tricot", "fr", same) == (("tricot",),)


def test_an_arrangement_is_for_words_in_any_order_and_number() -> None:
    assert arrangement_key("Miels de Lavande") == arrangement_key("lavande de miel") != arrangement_key("miel")


@pytest.mark.parametrize(
    ("minor", "band"),
    [
        (0, "0-500"), (499, "0-500"), (500, "500-1000"), (999, "500-1000"), (1000, "1000-2000"), (2000, "2000-5000"),
        (4999, "2000-5000"), (5000, "5000-10000"), (123_456, "100000-200000"),
    ],
)  # fmt: skip
def test_prices_are_told_in_steps_of_one_two_and_five(minor: int, band: str) -> None:
    assert price_band(minor) == band
