"""Every rule, broken on purpose, says so: exactly that break, and nothing else."""

import pytest

from tests.house.rule import RULES, Break
from tests.house.sample import Sample
from tests.house.samples import business, habits, shape, time_and_money, walls

SAMPLES: list[Sample] = [
    *shape.SAMPLES,
    *time_and_money.SAMPLES,
    *business.SAMPLES,
    *walls.SAMPLES,
    *habits.SAMPLES,
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_rule_reports_exactly_this_break(sample: Sample) -> None:
    assert sorted(sample.rule.find(sample.subject())) == sorted(sample.breaks)


def test_every_rule_is_seen_to_catch_its_break() -> None:
    assert {sample.rule.name for sample in SAMPLES if sample.breaks} == set(RULES)


def test_the_message_names_the_place_and_ends_with_the_reason() -> None:
    rule = RULES["no_print"]
    report = rule.report([Break("b.py", 2, "prints"), Break("a.py", 0, "prints")])
    assert report == f"no print:\n  a.py: prints\n  b.py:2: prints\nbecause {rule.because}."


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_reason_is_part_of_a_sentence(rule: object) -> None:
    because = getattr(rule, "because", "")
    assert because
    assert not because.endswith(".")
    assert because[0] == because[0].lower()
