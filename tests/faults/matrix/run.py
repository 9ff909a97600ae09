"""`make crash`: every cell of the matrix with three seeds, in four shops side by side: they wait more than they work.

COMPTOIR_CRASH_SEEDS=20 runs twenty of each; those in the results file are not run again. COMPTOIR_CRASH_MINUTES ends it
in good order when they are over. COMPTOIR_CRASH_CELLS="S4 after" runs only the cells whose name holds these words.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from comptoir.domains.integrations.testing import receiving
from comptoir.operations.supervisor.plan import CODE
from comptoir.operations.supervisor.preparation import code_fingerprint
from tests.faults.matrix.plant import Plant
from tests.faults.matrix.results import Results
from tests.faults.matrix.steps import STEPS, Cell, Money, cells
from tests.faults.matrix.story import Lived, Stage
from tests.running.homes import filled_home
from tests.running.shop import ROOT, RunningShop

SEEDS = int(os.environ.get("COMPTOIR_CRASH_SEEDS") or 3)
MINUTES = float(os.environ.get("COMPTOIR_CRASH_MINUTES") or 60)
ONLY = os.environ.get("COMPTOIR_CRASH_CELLS") or ""
RESULTS = ROOT / "test-output" / "crash-matrix.json"
SHOPS = 2
"""So many open at once for each way to take money."""
PROGRAMS = {Money.AT_ONCE: "tests.faults.matrix.furnish", Money.AT_SHIPMENT: "tests.faults.matrix.furnish_late"}

type Job = tuple[Cell, int]


def main() -> int:
    """0 when every run of every cell ended well."""
    results = Results(RESULTS, code=code_fingerprint(CODE))
    ending = time.monotonic() + 60 * MINUTES
    waiting: dict[Money, list[Job]] = {money: [] for money in Money}
    for seed in range(1, SEEDS + 1):
        for number, cell in enumerate(each for each in cells() if ONLY in str(each)):
            if not results.has(cell, seed):
                # Both ways to take money, in turn, so that every cell is lived in both shops.
                money = STEPS[cell.step].money or list(Money)[(seed + number) % 2]
                waiting[money].append((cell, seed))
    threads = [
        threading.Thread(target=work, args=(money, jobs, results, ending))
        for money, jobs in waiting.items()
        for _ in range(min(SHOPS, len(jobs)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = results.wrong()
    say(results.report(SEEDS))
    for line in wrong:
        say(line)
    left = sum(map(len, waiting.values()))
    if left:
        say(f"not run for want of time: {left}; run it again to go on")
    return int(bool(wrong or left))


def work(money: Money, jobs: list[Job], results: Results, ending: float) -> None:
    """Live the cells one after the other, in a shop that is opened anew after each that went wrong."""
    while jobs and time.monotonic() < ending:
        with stage(money) as on_stage:
            while time.monotonic() < ending and (job := _next(jobs)):
                cell, seed = job
                lived = run(on_stage, cell, seed)
                results.add(cell, seed, lived)
                say(f"{cell} seed {seed}: {lived.healed_seconds:.1f} s {'; '.join(lived.wrong)}")
                if lived.wrong:
                    break


def _next(jobs: list[Job]) -> Job | None:
    """The next one, for this shop alone."""
    try:
        return jobs.pop(0)
    except IndexError:
        return None


def run(on_stage: Stage, cell: Cell, seed: int) -> Lived:
    """What never ended is wrong as well."""
    try:
        return on_stage.live(cell, Random(f"{cell} {seed}"))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what became of this cell
        return Lived(healed_seconds=0, lost=0, charged_twice=0, orphans=0, wrong=(f"{type(error).__name__}: {error}",))


@contextmanager
def stage(money: Money) -> Iterator[Stage]:
    """An open shop with faults planted in it."""
    with filled_home(PROGRAMS[money]) as home, receiving() as erp:
        plant = Plant(home)
        shop = RunningShop(home, **plant.settings)
        try:
            shop.start()
            on_stage = Stage(shop, plant, erp, money)
            on_stage.open()
            yield on_stage
        finally:
            shop.stop()


_mouth = threading.Lock()


def say(words: str) -> None:
    with _mouth:
        print(words, flush=True)  # noqa: T201 - this is a program
