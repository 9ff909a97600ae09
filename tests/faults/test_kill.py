"""kill -9 in the middle of checkouts: afterwards one paid order and one charge, or none, and nobody had to help."""

import os
import time
from collections.abc import Callable

import pytest

from tests.faults.crowd import crowd
from tests.races.showing import chance, tell
from tests.running.shop import RunningShop, until
from tests.running.truth import heal

ROUNDS = int(os.environ.get("COMPTOIR_CRASH_ROUNDS") or 2)
FEWER_ROUNDS = max(1, ROUNDS // 3)
"""Of what goes beyond: a part of the web server, and everything at once."""

VICTIMS: dict[str, tuple[int, Callable[[RunningShop], int]]] = {
    "web": (ROUNDS, lambda shop: shop.web()),
    "worker": (ROUNDS, lambda shop: shop.worker()),
    "database": (ROUNDS, lambda shop: shop.database()),
    "web process": (FEWER_ROUNDS, lambda shop: shop.web_process()),
}
UNSEEN = ("worker", "web process")
"""Whose death no buyer need notice: it does not serve them, or another does."""


@pytest.mark.parametrize("victim", VICTIMS)
def test_kill_during_checkouts(running: RunningShop, victim: str) -> None:
    luck = chance(f"kill {victim}")
    rounds, find = VICTIMS[victim]
    with crowd(running, luck) as people:
        for _ in range(rounds):
            people.wait_for(4)
            time.sleep(luck.uniform(0, 0.4))
            killed = running.kill(lambda: find(running), victim)
            until(lambda killed=killed: find(running) not in (0, killed), f"a new {victim}", seconds=60)  # type: ignore[misc]  # killed is an int
            running.wait_until_ready()
            people.wait_for(2)
            people.check_against(running)
    took = heal(running)
    people.check_against(running)
    if victim not in UNSEEN:
        people.check_refusals()
    tell(f"{rounds} x {victim}: {people.figures()}, healed in {took:.1f} s")
