"""What was run, kept in a file as it goes: a run that was cut off is taken up again where it was."""

import json
import threading
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.faults.matrix.steps import Cell, cells, cells_left_out
from tests.faults.matrix.story import Lived


class Results:
    """By cell and seed. Those of other code are forgotten: they prove nothing of this one."""

    def __init__(self, path: Path, *, code: str) -> None:
        self._path, self._lock = path, threading.Lock()
        known = json.loads(path.read_text()) if path.exists() else {}
        self._kept: dict[str, Any] = known if known.get("code") == code else {"code": code, "runs": {}}

    def has(self, cell: Cell, seed: int) -> bool:
        """Whether it was run and ended well."""
        run = self._kept["runs"].get(str(cell), {}).get(str(seed))
        return run is not None and not run["wrong"]

    def add(self, cell: Cell, seed: int, lived: Lived) -> None:
        with self._lock:
            self._kept["runs"].setdefault(str(cell), {})[str(seed)] = asdict(lived)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".part")
            draft.write_text(json.dumps(self._kept, indent=1, sort_keys=True))
            draft.replace(self._path)

    def wrong(self) -> list[str]:
        """Every run that did not end well, in words."""
        return [
            f"{cell} seed {seed}: {'; '.join(run['wrong'])}"
            for cell, runs in sorted(self._kept["runs"].items())
            for seed, run in sorted(runs.items(), key=lambda item: int(item[0]))
            if run["wrong"]
        ]

    def report(self, seeds: int) -> str:
        """Cells passed of those that apply, and the figures of all runs."""
        every = [run for runs in self._kept["runs"].values() for run in runs.values()]
        passed = [
            cell
            for cell in cells()
            if len(runs := self._kept["runs"].get(str(cell), {})) >= seeds
            and not any(r["wrong"] for r in runs.values())
        ]
        applicable = list(cells())
        by_victim = Counter(str(cell.victim) for cell in passed)
        lines = [
            f"cells passed with {seeds} seeds or more: {len(passed)} of {len(applicable)}, by victim {dict(by_victim)}",
            f"runs: {len(every)}, of which wrong: {sum(bool(run['wrong']) for run in every)}",
            f"lost paid orders: {sum(run['lost'] for run in every)}",
            f"double charges: {sum(run['charged_twice'] for run in every)}",
            f"orphan authorisations: {sum(run['orphans'] for run in every)}",
            f"worst convergence: {max((run['healed_seconds'] for run in every), default=0):.1f} s",
            *(f"does not apply: {cell}: {why}" for cell, why in cells_left_out().items()),
        ]
        return "\n".join(lines)
