"""Known bugs, one small patch each: what is wrong with it, and which tests would see it."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from shutil import copy2, copytree, ignore_patterns

PATCHES = Path(__file__).with_name("patches")
ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 300
_FAILED_TESTS = 1  # as pytest exits: neither an error of ours nor one of collecting


class Verdict(StrEnum):
    KILLED = "killed"
    SURVIVED = "survived"
    BROKEN = "broken"  # the tests could not be run: it proves nothing


@dataclass(frozen=True, slots=True)
class Mutant:
    """A patch with its head: ``bug`` in a sentence, ``guards`` as pytest names them."""

    name: str
    patch: Path
    bug: str
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went, with the last lines that pytest said."""

    mutant: Mutant
    verdict: Verdict
    seconds: float
    words: str


def read_mutant(patch: Path) -> Mutant:
    """The head of a patch: a line ``Bug:``, and one ``Guard:`` for each test or file of tests."""
    head = patch.read_text().partition("\n--- ")[0].splitlines()
    told = {line.removeprefix("Bug: ") for line in head if line.startswith("Bug: ")}
    guards = tuple(line.removeprefix("Guard: ") for line in head if line.startswith("Guard: "))
    if len(told) != 1 or not guards:
        raise ValueError(f"{patch.name} needs one line Bug: and a line Guard: for each test")
    return Mutant(patch.stem, patch, told.pop(), guards)


def all_mutants(folder: Path = PATCHES) -> list[Mutant]:
    return [read_mutant(path) for path in sorted(folder.glob("*.patch"))]


def applies(mutant: Mutant, tree: Path = ROOT) -> str:
    """What git says against it; nothing when it applies."""
    return _git_apply(mutant.patch, tree, "--check").stderr


@contextmanager
def copied_tree(tree: Path = ROOT) -> Iterator[Path]:
    """A copy to break: nothing is ever changed in the tree itself."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        for name in ("src", "tests", "tools"):
            if (tree / name).is_dir():
                copytree(tree / name, copy / name, ignore=ignore_patterns("__pycache__"))
        for path in tree.iterdir():
            if path.is_file():
                copy2(path, copy)
        yield copy


def try_mutants(mutants: Sequence[Mutant], tree: Path = ROOT) -> Iterator[Trial]:
    """Each alone, in a copy; the tests that guard it stop at the first failure. First all guards without any bug: a
    test that fails anyway kills nothing."""
    with copied_tree(tree) as copy:
        guards = list(dict.fromkeys(guard for mutant in mutants for guard in mutant.guards))
        verdict, words = _run(guards, copy, patience=2 * _PATIENCE_SECONDS)
        if verdict is not Verdict.SURVIVED:
            raise RuntimeError(f"the tests do not pass as they are:\n{words}")
        for mutant in mutants:
            begun = time.monotonic()
            _must_apply(mutant, copy)
            verdict, words = _run(mutant.guards, copy)
            _must_apply(mutant, copy, "--reverse")
            yield Trial(mutant, verdict, time.monotonic() - begun, words)


def _run(guards: Sequence[str], tree: Path, *, patience: int = _PATIENCE_SECONDS) -> tuple[Verdict, str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", *guards]
    try:
        done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return Verdict.BROKEN, f"no end after {patience} seconds"
    words = "\n".join((done.stdout + done.stderr).splitlines()[-12:])
    if done.returncode == 0:
        return Verdict.SURVIVED, words
    return (Verdict.KILLED if done.returncode == _FAILED_TESTS else Verdict.BROKEN), words


def _must_apply(mutant: Mutant, tree: Path, *how: str) -> None:
    done = _git_apply(mutant.patch, tree, *how)
    if done.returncode:
        raise RuntimeError(f"{mutant.name} does not apply: {done.stderr}")


def _git_apply(patch: Path, tree: Path, *how: str) -> subprocess.CompletedProcess[str]:
    # Not as a part of whatever repository the tree may lie in.
    command = ["git", "apply", "--unidiff-zero", *how, str(patch)]
    environment = {"GIT_CEILING_DIRECTORIES": str(tree.parent), "GIT_DIR": "/nonexistent", "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, env=environment, check=False)
