"""Anything, in any order, for as long as one likes: `make soak`; a little of it in every run of the tests."""

import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from comptoir.kernel import once, ports
from tests.life.acting import SEEN
from tests.life.machine import ShopMachine
from tests.life.soaked import result_of, write_result

pytestmark = pytest.mark.django_db(transaction=True)
SEEDS = int(os.environ.get("COMPTOIR_SOAK_SEEDS", "0"))
STEPS = int(os.environ.get("COMPTOIR_SOAK_STEPS", "600"))
STORY = 150
"""So many rules make one story, in an empty shop: long enough to get somewhere, short enough to be told."""


def seeds() -> list[int]:
    """Those that were not done yet; outside of a soak always the same one."""
    return [seed for seed in range(1, SEEDS + 1) if not result_of(seed, STEPS).exists()] if SEEDS else [0]


@pytest.fixture(autouse=True)
def _remembering() -> None:
    """Nothing is: transactions are cut off here where a process would have died, and its memory with it."""


@pytest.fixture
def patient_once(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody else is there to answer a key that is waited for. What the machine sets goes with ``settings``."""
    monkeypatch.setattr(once, "PATIENCE_SECONDS", 0.0)
    yield
    ports.load.cache_clear()


@pytest.mark.parametrize("seed", seeds())
def test_whatever_happens_the_books_agree(seed: int, patient_once: None) -> None:
    executed, rounds, begun = 0, 0, time.monotonic()
    SEEN.clear()

    class Counted(ShopMachine):
        def teardown(self) -> None:
            nonlocal executed
            executed += self.steps
            super().teardown()

    while executed < STEPS:
        rounds += 1
        run_state_machine_as_test(
            seeded(seed * 10_000 + rounds)(Counted),
            settings=settings(
                max_examples=max(1, min(10, (STEPS - executed) // STORY)),
                stateful_step_count=STORY,
                phases=[Phase.generate, Phase.shrink],
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    took = time.monotonic() - begun
    write_result(seed, STEPS, rules=executed, seconds=took, seen=SEEN)
