"""An operation and its limit by turns: what is made of several, and whom a busy machine deceives."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from comptoir.operations.bench.gate import verdicts
from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.processor import Counters, Spent, family, seconds_of
from comptoir.operations.bench.tests.samples import changed, measured, report, size
from comptoir.operations.bench.turns import Facts, Side, Turn, taken_in_turns
from comptoir.operations.bench.turns import measured as measured_in

FACTS = Facts(operation="list", label="list page", cache="off", warm_up="", connections=16, limit="bare server")


def turn(answered: int, **spent: float) -> Turn:
    everybody = spent.pop("everybody", 0.0)
    return Turn(tally=Tally(answered=answered, seconds=1.0), spent=Spent(ours=spent, everybody=everybody))


def test_they_take_turns_and_each_is_told_which() -> None:
    seen: list[tuple[str, int]] = []

    def side(name: str) -> Side:
        def take(number: int) -> Tally:
            seen.append((name, number))
            return Tally(answered=number)

        return Side(take=take, groups=dict)

    own, bound = taken_in_turns(2, side("own"), side("limit"))
    assert seen == [("own", 0), ("limit", 0), ("own", 1), ("limit", 1)]
    assert [each.tally.answered for each in (*own, *bound)] == [0, 1, 0, 1]


def test_one_odd_turn_changes_no_rate_and_no_ratio() -> None:
    own = [turn(10), turn(12), turn(1)]
    bound = [turn(100), turn(100), turn(100)]
    found = measured_in(FACTS, own, bound, statements=1)
    assert (found.rate, found.limit_rate, found.ratio) == (10.0, 100.0, 0.1)
    assert (found.answered, found.seconds) == (23, 3.0)
    assert found.turns == [(10.0, 100.0), (12.0, 100.0), (1.0, 100.0)]
    assert (found.processor_ms, found.processor_ratio, found.others) == ({}, 0.0, 0.0)


def test_the_processor_time_of_an_answer_is_told_by_process() -> None:
    own = [turn(10, web=0.3, database=0.1, everybody=0.5), turn(10, web=0.5, database=0.1, everybody=0.7)]
    bound = [turn(100, bare=0.2, everybody=0.2), turn(100, bare=0.2, everybody=0.2)]
    found = measured_in(FACTS, own, bound, statements=1)
    assert found.processor_ms == pytest.approx({"web": 40.0, "database": 10.0})
    assert found.limit_processor_ms == pytest.approx({"bare": 2.0})
    assert found.processor_ratio == pytest.approx(0.04)
    assert found.others == pytest.approx(0.2 / 4 / (os.cpu_count() or 1))


def test_on_a_machine_that_others_use_the_processor_time_is_compared() -> None:
    quiet = replace(measured("search", "kept", 0.01), processor_ratio=0.02, others=0.1)
    assert (quiet.is_disturbed, quiet.share) == (False, 0.01)
    busy = replace(quiet, others=0.11)
    assert (busy.is_disturbed, busy.share) == (True, 0.02)
    # Where the system does not tell what our processes spent, there is only the rate.
    assert replace(busy, processor_ratio=0.0).share == 0.01


def test_a_verdict_says_that_it_is_by_processor_time() -> None:
    largest = changed(size(50_000), "search", ratio=0.001, processor_ratio=0.016, others=0.5)
    found = verdicts(report(changed(size(1_000), "search", ratio=0.5, processor_ratio=0.02), largest))
    assert [(each.what, each.value, each.reached) for each in found if each.what.startswith("search")] == [
        (
            (
                "search, remembered: share of bare server by processor time (others had 50% of the machine), "
                "50,000 products"
            ),
            0.016,
            True,
        ),
        ("search, remembered: 1,000 to 50,000 products costs at most", 1.25, True),
    ]


def test_what_a_child_spends_is_its_familys_before_and_after_its_end() -> None:
    head = os.getpid()
    before = Counters.now(lambda: {"ours": list(family(head))})
    program = "import time\nwhile time.process_time() < 0.2: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in family(head)
        alive = Counters.now(lambda: {"ours": list(family(head))}).since(before)
        child.communicate(b"\n")
    after = Counters.now(lambda: {"ours": list(family(head))}).since(before)
    ticks_alive, ticks_after = (round(each.ours["ours"] * os.sysconf("SC_CLK_TCK")) for each in (alive, after))
    assert 0.15 * os.sysconf("SC_CLK_TCK") <= ticks_alive <= ticks_after
    assert after.everybody >= 0.15
    assert list(family(0)) == []
    assert seconds_of(2**22 + 1) == 0
