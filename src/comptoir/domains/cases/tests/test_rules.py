from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.cases.rules import key_of
from comptoir.domains.cases.values import KINDS, CaseKind, title_of


def test_a_key_is_the_same_for_ever() -> None:
    assert key_of("p5_stock", "variant HONEY: 3 on the shelf") == "p5_stock:b4993c6b52263462"


@given(st.text(), st.text())
def test_other_words_give_another_key(one: str, other: str) -> None:
    assert (key_of("p5", one) == key_of("p5", other)) is (one == other)


def test_every_kind_is_told_in_plain_words() -> None:
    assert set(KINDS) == set(CaseKind)
    for facts in KINDS.values():
        assert str(facts.name)
        assert str(facts.meaning)
        assert facts.titles


def test_a_case_of_another_version_still_has_a_title() -> None:
    with translation.override("en"):
        assert title_of(CaseKind.STUCK_ORDER, "late", {}).startswith("Order – is paid")
        assert title_of(CaseKind.STUCK_ORDER, "forgotten", {"number": "1"}) == "Order that is stuck"
