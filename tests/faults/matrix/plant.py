"""Ordering a fault in a running shop: who is to die, at which moment of which step."""

import json
import signal
from pathlib import Path

from tests.faults.matrix.steps import STEPS, Cell, Victim
from tests.running.shop import ROOT, RunningShop, until

PLANTED = ROOT / "tests" / "faults" / "matrix" / "planted"
FIRED_SECONDS = 60.0
_PROCESS = {Victim.WEB: "web", Victim.WORKER: "worker", Victim.PROVIDER: "simulator", Victim.DATABASE: ""}


class Plant:
    """The faults of one shop; its files lie in the shop's home."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "faults"
        self._folder.mkdir(exist_ok=True)
        places = [
            {"step": step.code, "moment": moment, "module": place.module, "name": place.name, "when": place.when}
            for step in STEPS.values()
            for moment, place in step.places.items()
        ]
        self._plan.write_text(json.dumps(places))

    @property
    def _plan(self) -> Path:
        return self._folder / "plan.json"

    @property
    def settings(self) -> dict[str, str]:
        """What the shop's environment must hold, so that its processes are watched."""
        return {"FAULT_PLAN": str(self._plan), "PYTHONPATH": str(PLANTED)}

    def arm(self, shop: RunningShop, cell: Cell) -> None:
        """The next time that anybody comes to this moment, the victim dies."""
        find = {
            Victim.WEB: shop.web,
            Victim.WORKER: shop.worker,
            Victim.PROVIDER: shop.simulator,
            Victim.DATABASE: shop.database,
        }[cell.victim]
        order = {
            "step": cell.step,
            "moment": cell.moment,
            "process": _PROCESS[cell.victim],
            "pid": until(find, f"there is a {cell.victim} to kill", seconds=FIRED_SECONDS),
            # The immediate stop of PostgreSQL: no checkpoint, no goodbye, recovery from the log.
            "signal": signal.SIGQUIT if cell.victim is Victim.DATABASE else signal.SIGKILL,
        }
        (self._folder / "fired.json").unlink(missing_ok=True)
        draft = self._folder / "draft.json"
        draft.write_text(json.dumps(order))
        draft.rename(self._folder / "armed.json")

    def fired_at(self) -> float:
        """When it happened, in seconds since 1970; waits for it."""
        fired = self._folder / "fired.json"
        until(fired.exists, "the fault has happened", seconds=FIRED_SECONDS, every=0.05)
        return fired.stat().st_ctime  # of the renaming

    def disarm(self) -> None:
        (self._folder / "armed.json").unlink(missing_ok=True)
