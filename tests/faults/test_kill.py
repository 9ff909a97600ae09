"""kill -9 in the middle of checkouts: afterwards one paid order and one charge, or none, and nobody had to help."""

import os
import time
from collections.abc import Callable

import pytest

from tests.faults.crowd import crowd
from tests.races.showing import chance, tell
from tests.running.shop import RunningShop, until
from tests.running.truth import heal

ROUNDS = int(os.environ.get("COMPTOIR_CRASH_ROUNDS") or 3)

VICTIMS: dict[str, Callable[[RunningShop], int]] = {
    "web": lambda shop: shop.web(),
    "web process": lambda shop: shop.web_process(),
    "worker": lambda shop: shop.worker(),
    "database": lambda shop: shop.database(),
}


@pytest.mark.parametrize("victim", VICTIMS)
def test_kill_during_checkouts(running: RunningShop, victim: str) -> None:
    luck = chance(f"kill {victim}")
    find = VICTIMS[victim]
    with crowd(running, luck) as people:
        for _ in range(ROUNDS):
            people.wait_for(4)
            time.sleep(luck.uniform(0, 0.4))
            killed = running.kill(lambda: find(running), victim)
            until(lambda killed=killed: find(running) not in (0, killed), f"a new {victim}", seconds=60)  # type: ignore[misc]  # killed is an int
            running.wait_until_ready()
        people.wait_for(2)
    took = heal(running)
    people.check_against(running)
    tell(f"{ROUNDS} x {victim}: {people.figures()}, healed in {took:.1f} s")
