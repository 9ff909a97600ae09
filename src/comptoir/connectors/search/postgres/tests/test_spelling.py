import pytest

from comptoir.connectors.search.postgres.spelling import distance, nearest


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("miel", "miel", 0), ("miel", "mile", 1), ("miel", "mie", 1), ("miel", "muel", 1), ("savon", "saovns", 2)],
)
def test_letters_added_left_out_changed_or_swapped_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, most=3) == distance(other, one, most=3) == slips


def test_farther_than_asked_is_not_worked_out() -> None:
    assert distance("miel", "tournesol", most=2) == 3
    assert distance("confiture", "terrines0", most=1) == 2


def test_the_nearest_words_are_meant() -> None:
    known = ["lavande", "lavender", "lave", "savon"]
    assert nearest("lavende", known) == ["lavande", "lavender"]
    assert nearest("lavande", known) == ["lavande"]
    assert nearest("sav", known) == ()
    assert nearest("zzzzzz", known) == ()


def test_one_of_many_is_no_slip() -> None:
    assert nearest("fromge", ["fromages", "moutardes"]) == ["fromages"]
    assert nearest("fromage", ["fromage", "fromages"]) == ["fromage"]
    assert nearest("sa", ["sas"]) == ()
