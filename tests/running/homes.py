"""Homes for shops: empty ones, and ready-made ones that are copied, because making them takes longer than a test."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from comptoir.operations.processes.locks import locked
from comptoir.operations.supervisor.plan import CODE
from comptoir.operations.supervisor.preparation import code_fingerprint
from tests.running.shop import ROOT, TOLD, RunningShop

_MAKE_TABLES = """
from comptoir.config.readiness import ready
with ready('tables'):
    from comptoir.operations.preparing.files import collect_files
    collect_files()
"""
FRESH_SECONDS = 1_800


@contextmanager
def running_shop(program: str, **settings: str) -> Iterator[RunningShop]:
    """A filled shop that is open for as long as this lasts. ``settings`` are names of the environment."""
    with filled_home(program) as home:
        shop = RunningShop(home, **settings)
        try:
            shop.start()
            yield shop
        finally:
            shop.stop()


@contextmanager
def filled_home(program: str) -> Iterator[Path]:
    """What ``python -m`` of a module makes of an empty home; the last line that it prints is told to the shop."""

    def fill(home: Path) -> None:
        _copy_made("tables", lambda begun: _run(begun, "-c", _MAKE_TABLES), home)
        (home / TOLD).write_text(_run(home, "-m", program).splitlines()[-1])

    with empty_home() as home:
        _copy_made(program, fill, home)
        yield home


@contextmanager
def empty_home() -> Iterator[Path]:
    """Where nothing was ever opened; deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="shop-", dir=_folder()) as name:
        home = Path(name)
        home.chmod(0o711)
        (home / "logs").mkdir()
        yield home


def _folder() -> Path:
    """Below .cache, where the database's account can reach it."""
    folder = ROOT / ".cache" / "running"
    folder.mkdir(parents=True, exist_ok=True)
    for each in (folder.parent, folder):
        each.chmod(each.stat().st_mode | 0o111)
    return folder


def _copy_made(what: str, make: Callable[[Path], object], target: Path) -> None:
    """Copy a closed shop into an empty home. The copied one is made once for a state of the code, and anew once it has
    lain for long: `verify` is right when it finds that its news has waited for an hour."""
    folder = _folder()
    program = ROOT / f"{what.replace('.', '/')}.py"
    words = f"{code_fingerprint(CODE)} {program.read_text() if program.exists() else ''}"
    made = folder / f"made-{what}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"
    with locked(folder / f"{what}.lock"):
        if not made.exists() or time.time() - made.stat().st_mtime > FRESH_SECONDS:
            for old in folder.glob(f"made-{what}-*"):
                shutil.rmtree(old)
            with empty_home() as begun:
                make(begun)
                draft = folder / f"making-{what}"
                shutil.rmtree(draft, ignore_errors=True)
                _copy(begun, draft)
                draft.rename(made)
        _copy(made, target)


def _copy(source: Path, target: Path) -> None:
    # With owners and times, which Python's own copying does not keep.
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def _run(home: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    environ = RunningShop(home).environ
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
