from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.rules import draft_errors, invited_when, mean_of
from comptoir.domains.reviews.values import Rating, ReviewDraft
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON


def a_draft(**changes: Any) -> ReviewDraft:
    facts: dict[str, Any] = {
        "order_id": OrderId(new_id()),
        "position": 1,
        "stars": 4,
        "title": "",
        "text": "Une longueur étonnante.",
        "shown_name": "",
        "language": "fr",
    }
    return ReviewDraft(**{**facts, **changes})


def wrong(**changes: Any) -> dict[str, str]:
    return {error.field: error.code for error in draft_errors(a_draft(**changes))}


def test_a_title_and_a_name_may_be_left_out() -> None:
    assert wrong() == {}


@pytest.mark.parametrize("stars", [0, -1, 6])
def test_stars_are_one_to_five(stars: int) -> None:
    assert wrong(stars=stars) == {"stars": "reviews.bad_stars"}


def test_a_review_says_something_and_is_no_novel() -> None:
    assert wrong(text="Bon.") == {"text": "reviews.text_too_short"}
    assert wrong(text="x" * 4_001, title="x" * 121, shown_name="x" * 61) == {
        "text": "reviews.too_long",
        "title": "reviews.too_long",
        "shown_name": "reviews.too_long",
    }


@pytest.mark.parametrize(
    "text",
    ["Voir http://exemple.example", "Allez sur www.exemple", "Chez miel-pas-cher.com", "À moi@exemple.example !"],
)
def test_what_spam_is_made_of_is_no_review(text: str) -> None:
    assert wrong(text=text) == {"text": "reviews.link"}


@pytest.mark.parametrize(
    "text", ["Très bon.Je recommande, c’est sûr.", "Livré en 2 j. Parfait, 10/10 !", "Un prix @ discuter…"]
)
def test_what_is_only_written_carelessly_is_one(text: str) -> None:
    assert wrong(text=text) == {}


def test_the_mean_is_rounded_halves_upwards() -> None:
    assert mean_of(Rating((0, 0, 0, 3, 1))) == Decimal("4.3")
    assert mean_of(Rating((1, 0, 0, 0, 0))) == Decimal("1.0")
    assert mean_of(Rating()) == 0


@given(st.tuples(*[st.integers(0, 10_000)] * 5).filter(any))
def test_a_mean_lies_between_the_least_and_the_most_stars(counts: tuple[int, int, int, int, int]) -> None:
    given_stars = [stars for stars, count in enumerate(counts, start=1) if count]
    assert min(given_stars) <= mean_of(Rating(counts)) <= max(given_stars)


def test_who_collects_is_asked_sooner_than_who_waits_for_a_parcel() -> None:
    home: Any = SimpleNamespace(delivery=SimpleNamespace(kind="home"))
    pickup: Any = SimpleNamespace(delivery=SimpleNamespace(kind="pickup"))
    assert invited_when(home, NOON) == NOON + timedelta(days=10)
    assert invited_when(pickup, NOON) == NOON + timedelta(days=5)
