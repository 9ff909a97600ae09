"""Kills a process when this one comes to a place of the code. Knows nothing of the shop: the plan names the places.

Python imports a module of this name in every process it starts; without a plan in the environment it does nothing.

The plan is a file of JSON. ``watched`` lists the places, each ``{"step", "moment", "module", "name", "when"}``; of
``armed`` (``{"step", "moment", "process", "pid", "signal"}``) there is one at a time, in a file beside it that is taken
away by whoever fires. ``when`` is "enter", "return", or "commit" of the transaction that it returned into.
"""

import functools
import importlib.util
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

type Place = dict[str, str]

ARMED = "armed.json"
_GONE_SECONDS = 10.0


def watch(plan: str) -> None:
    """From now on, whatever is imported is watched as the plan says."""
    folder = Path(plan).parent
    by_module: dict[str, list[Place]] = {}
    for place in json.loads(Path(plan).read_text()):
        by_module.setdefault(place["module"], []).append(place)
    sys.meta_path.insert(0, _Finder(by_module, folder))


class _Finder(MetaPathFinder):
    def __init__(self, by_module: dict[str, list[Place]], folder: Path) -> None:
        self._by_module, self._folder = by_module, folder

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        places = self._by_module.pop(name, None)
        if places is None:
            return None
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        spec.loader = _Loader(spec.loader, places, self._folder)
        return spec


class _Loader(Loader):
    def __init__(self, real: Loader, places: list[Place], folder: Path) -> None:
        self._real, self._places, self._folder = real, places, folder

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._real.exec_module(module)
        for place in self._places:
            owner, _, attribute = place["name"].rpartition(".")
            holder = functools.reduce(getattr, filter(None, owner.split(".")), module)
            setattr(holder, attribute, _planted(getattr(holder, attribute), place, self._folder))


def _planted(original: Callable[..., Any], place: Place, folder: Path) -> Callable[..., Any]:
    @functools.wraps(original)
    def run(*args: Any, **kwargs: Any) -> Any:
        if place["when"] == "enter":
            _fire(place, folder)
        result = original(*args, **kwargs)
        if place["when"] == "return":
            _fire(place, folder)
        elif place["when"] == "commit":
            from django.db import transaction

            transaction.on_commit(functools.partial(_fire, place, folder))
        return result

    return run


def _fire(place: Place, folder: Path) -> None:
    armed = folder / ARMED
    try:
        order = json.loads(armed.read_text())
        if (order["step"], order["moment"]) != (place["step"], place["moment"]):
            return
        armed.rename(folder / "fired.json")  # of several that come here at once, one succeeds
    except FileNotFoundError:
        return
    if order["process"] == os.environ.get("COMPTOIR_PROCESS"):
        os.kill(os.getpid(), signal.SIGKILL)
    os.kill(order["pid"], order["signal"])
    deadline = time.monotonic() + _GONE_SECONDS
    while not _is_gone(order["pid"]) and time.monotonic() < deadline:
        time.sleep(0.01)


def _is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in "ZX"


if os.environ.get("FAULT_PLAN"):
    watch(os.environ["FAULT_PLAN"])
