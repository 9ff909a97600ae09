"""Counting and percentiles."""

from collections import Counter

import pytest

from comptoir.operations.bench.generator.tally import Tally, rounded


@pytest.mark.parametrize(("given", "kept"), [(0, 0), (7, 7), (999, 999), (1_234, 1_230), (98_765, 98_700)])
def test_times_keep_three_digits(given: int, kept: int) -> None:
    assert rounded(given) == kept


def test_percentiles_are_those_of_all_answers() -> None:
    tally = Tally()
    tally.note(range(1, 101))
    assert [tally.percentile(each) for each in (1, 50, 90, 99, 100)] == [1, 50, 90, 99, 100]
    tally.note_many(5_000, 900)
    assert (tally.percentile(9), tally.percentile(50), tally.longest) == (90, 5_000, 5_000)
    assert Tally().percentile(99) == 0
    assert Tally().longest == 0


def test_processes_are_joined_and_slices_added() -> None:
    one = Tally(answered=10, by_status=Counter({200: 9, 404: 1}), bytes=100, seconds=2.0, cpu_seconds=1.0)
    other = Tally(answered=30, by_status=Counter({200: 30}), faults=Counter({"late": 2}), seconds=2.0, cpu_seconds=3.0)
    joined = Tally(seconds=2.0)
    joined.join(one)
    joined.join(other)
    assert (joined.answered, joined.rate, joined.ceiling, joined.errors) == (40, 20.0, 10.0, 3)
    added = Tally()
    added.add(one)
    added.add(other)
    assert (added.seconds, added.rate) == (4.0, 10.0)


def test_nothing_is_lost_on_the_way_to_another_process() -> None:
    tally = Tally(answered=3, by_status=Counter({200: 2, 500: 1}), faults=Counter({"x": 1}), bytes=9, seconds=1.5)
    tally.note([1, 2, 2_345])
    assert Tally.of(tally.told()) == tally
