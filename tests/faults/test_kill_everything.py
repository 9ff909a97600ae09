"""kill -9 of everything at once, the supervisor included, in the middle of checkouts; then `up` again."""

import time

from tests.faults.crowd import crowd
from tests.faults.test_kill import FEWER_ROUNDS
from tests.races.showing import chance, tell
from tests.running.shop import RunningShop
from tests.running.truth import heal


def test_kill_everything_and_start_again(running: RunningShop) -> None:
    luck = chance("kill everything")
    with crowd(running, luck) as people:
        for _ in range(FEWER_ROUNDS):
            people.wait_for(4)
            time.sleep(luck.uniform(0, 0.4))
            running.kill_everything()
            running.start()
            people.wait_for(2)
            people.check_against(running)
    took = heal(running)
    people.check_against(running)
    people.check_refusals()
    tell(f"{FEWER_ROUNDS} x everything: {people.figures()}, healed in {took:.1f} s")
