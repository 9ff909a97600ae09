from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.content.rules import contrast, readable, roles_of, tidy_colour, unreadable_pairs
from comptoir.domains.content.rules.looks import PAIRS
from comptoir.domains.content.values import PRESETS, SCHEMES, Theme

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
CHOSEN_PAIRS = {("ink", "ground"), ("accent", "ground")}


def test_contrast_is_what_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize(("typed", "kept"), [("#ABC", "#aabbcc"), ("1c4a35 ", "#1c4a35"), ("red", ""), ("#12345", "")])
def test_colours_have_one_spelling(typed, kept):
    assert tidy_colour(typed) == kept


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_read_in_light_and_in_the_dark(preset):
    assert unreadable_pairs(Theme(preset=preset)) == ()
    assert PRESETS[preset].light.keys() == PRESETS[preset].dark.keys()


@given(COLOURS, COLOURS)
def test_the_nearest_readable_colour_can_be_read_and_is_the_same_where_it_could_be(colour, ground):
    found = readable(colour, [ground], 4.5)
    assert contrast(found, ground) >= 4.5
    assert (found == colour) == (contrast(colour, ground) >= 4.5)


@given(st.sampled_from(sorted(PRESETS)), COLOURS, COLOURS)
def test_what_follows_from_deep_and_sale_can_always_be_read(preset, deep, sale):
    for scheme in SCHEMES:
        roles = roles_of(Theme(preset=preset, light={"deep": deep, "sale": sale}), scheme)
        assert contrast(roles["on-deep"], roles["deep"]) >= 4.5
        assert contrast(roles["on-deep-soft"], roles["deep"]) >= 4.5
        assert contrast(roles["on-sale"], roles["sale"]) >= 4.5


@given(st.sampled_from(sorted(PRESETS)), COLOURS)
def test_an_accent_chosen_for_the_light_page_can_be_read_in_the_dark(preset, accent):
    pairs = unreadable_pairs(Theme(preset=preset, light={"accent": accent}))
    assert [pair for pair in pairs if pair.scheme == "dark"] == []


@given(st.sampled_from(sorted(PRESETS)), COLOURS, COLOURS, COLOURS)
def test_whatever_was_chosen_every_pair_that_cannot_be_read_is_told(preset, ground, ink, accent):
    theme = Theme(preset=preset, light={"ground": ground, "ink": ink, "accent": accent}, follows_dark=False)
    roles = roles_of(theme, "light")
    told = {pair.role for pair in unreadable_pairs(theme)}
    failing = {role for role, other, needed in PAIRS if contrast(roles[role], roles[other]) < needed}
    assert told == failing
    assert (roles["ground"], roles["ink"], roles["accent"]) == (ground, ink, accent)


def test_grey_on_grey_is_said_with_a_colour_that_would_do():
    [pair] = unreadable_pairs(Theme(preset="atelier", light={"ink": "#9a9a9a"}, follows_dark=False))
    assert (pair.scheme, pair.role, pair.colour, pair.needed) == ("light", "ink", "#9a9a9a", 4.5)
    assert pair.contrast < 3
    better = replace(Theme(preset="atelier", follows_dark=False), light={"ink": pair.better})
    assert unreadable_pairs(better) == ()
