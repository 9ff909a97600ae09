"""What is compared with which figure."""

import pytest

from comptoir.operations.bench.gate import verdicts
from comptoir.operations.bench.tests.samples import changed, report, size


def missed(*sizes: object) -> list[str]:
    return [each.what for each in verdicts(report(*sizes)) if not each.reached]  # type: ignore[arg-type]  # sizes


def test_exactly_the_figure_is_enough() -> None:
    found = verdicts(report(size(1_000), size(50_000)))
    assert all(each.reached for each in found)
    assert sorted(each.wanted for each in found) == [0, 0.015, 0.015, 0.015, 0.02, 0.3, 0.3, *[1.5] * 6]


def test_below_any_figure_is_told_by_name() -> None:
    assert missed(size(50_000, factor=0.999)) == [
        "product page, kept: share of bare server, 50,000 products",
        "list page, kept: share of bare server, 50,000 products",
        "search, remembered: share of bare server, 50,000 products",
        "guest checkout: share of pgbench, 50,000 products",
        "product page, made anew: share of bare server, 50,000 products",
        "list page, made anew: share of bare server, 50,000 products",
    ]


def test_the_figures_are_those_of_the_largest_size() -> None:
    assert missed(size(1_000, factor=0.9), size(50_000)) == []


@pytest.mark.parametrize(("factor", "wrong"), [(1.49, 0), (1.5, 0), (1.52, 6)])
def test_growing_costs_at_most_half_as_much_again(factor: float, wrong: int) -> None:
    found = verdicts(report(size(1_000, factor=factor * 2), size(50_000, factor=2)))
    assert sum(not each.reached for each in found) == wrong
    assert [each.value for each in found if each.wanted == 1.5] == [pytest.approx(factor)] * 6


def test_errors_count_against_it_whatever_the_rate() -> None:
    found = verdicts(report(changed(size(1_000), "search", errors=1), size(50_000)))
    assert [(each.what, each.value) for each in found if not each.reached] == [("errors", 1)]


def test_nothing_at_all_grows_without_end() -> None:
    found = verdicts(report(size(1_000), changed(size(50_000), "search", ratio=0.0)))
    assert [each.value for each in found if not each.reached] == [0.0, float("inf")]


def test_what_was_not_measured_is_not_judged() -> None:
    assert verdicts(report()) == []
    alone = size(50_000)
    alone.measured = [each for each in alone.measured if each.operation == "search"]
    assert [each.what for each in verdicts(report(alone))] == [
        "search, remembered: share of bare server, 50,000 products",
        "errors",
    ]
