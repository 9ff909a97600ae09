"""Makes .venv from the lock files, with hashes, and says how long the downloads took apart from the rest.

Run by tools/bootstrap.sh with the interpreter it found, or, when it found none, by any Python 3.8 or newer, which then
asks uv for an interpreter. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".comptoir"
OWN_UV = ROOT / ".cache" / "uv"
UV_FLOOR = (0, 9)
INSTALL_PYTHON = (
    "Install Python 3.13 (Debian 13: apt install python3-venv; macOS: brew install python@3.13; "
    "or pyenv install 3.13), or set PYTHON to an interpreter of 3.12 to 3.14."
)


class SetUpFailed(Exception):
    """Told to the person at the terminal as it is."""


def main() -> int:
    """Exit status 0 when .venv is as the lock files say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--level", choices=["core", "dev"], required=True)
    parser.add_argument("--python", default="")
    parser.add_argument("--asked", default="")
    given = parser.parse_args()
    try:
        set_up(given.level, given.python, given.asked)
    except SetUpFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def set_up(level: str, python: str, asked: str) -> None:
    began = time.monotonic()
    level = "dev" if (STAMP / "dev.lock").exists() else level
    uv, fetching = find_or_fetch_uv(python or sys.executable)
    python = python or python_from_uv(uv)
    say(f"Python: {python}")
    if not same_interpreter(python):
        shutil.rmtree(VENV, ignore_errors=True)
        run([uv, "venv", "--quiet", "--python", python, str(VENV)])
    # From here on an interrupted set-up is seen as one.
    shutil.rmtree(STAMP, ignore_errors=True)
    say(f"Installing the packages of requirements/{level}.lock")
    into = ["--python", str(VENV / "bin" / "python")]
    words = run([uv, "pip", "sync", *into, "--require-hashes", f"requirements/{level}.lock"])
    words += run([uv, "pip", "install", *into, "--no-deps", "--editable", "."])
    installing = seconds_of("Installed", words) + seconds_of("Uninstalled", words)
    leave_stamp(level, asked)
    total = time.monotonic() - began
    downloads = min(total, fetching + seconds_of("Prepared", words) + seconds_of("Resolved", words))
    rest = total - downloads
    say(f"Set up: {downloads:.1f} s for downloads, {rest:.1f} s for the rest ({installing:.1f} s installing)")


def find_or_fetch_uv(python: str) -> tuple[str, float]:
    """A working uv and the seconds it took to fetch it: the one on the path, ours from before, or a new one of ours."""
    for candidate in (shutil.which("uv"), str(OWN_UV / "bin" / "uv")):
        if candidate and recent(candidate):
            return candidate, 0.0
    began = time.monotonic()
    say("Fetching uv from the package index")
    shutil.rmtree(OWN_UV, ignore_errors=True)
    lock = ["--require-hashes", "--requirement", str(ROOT / "requirements" / "bootstrap.lock")]
    quiet = ["--quiet", "--disable-pip-version-check"]
    # Into a folder of ours: nothing of the machine's Python is touched, and an externally managed one has no objection.
    target = [python, "-m", "pip", "install", *quiet, "--no-warn-script-location", "--target", str(OWN_UV), *lock]
    if subprocess.call([python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) != 0:
        run([python, "-m", "venv", str(OWN_UV)], else_say="Debian: apt install python3-venv python3-pip.")
        target = [str(OWN_UV / "bin" / "python"), "-m", "pip", "install", *quiet, *lock]
    run(target, else_say="Is the package index reachable? A proxy or mirror is set as for pip and uv.")
    return str(OWN_UV / "bin" / "uv"), time.monotonic() - began


def recent(uv: str) -> bool:
    try:
        said = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    match = re.search(r"uv (\d+)\.(\d+)", said)
    return match is not None and (int(match[1]), int(match[2])) >= UV_FLOOR


def python_from_uv(uv: str) -> str:
    """An interpreter that uv knows or fetches."""
    found = subprocess.run([uv, "python", "find", ">=3.12,<3.15"], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        say("Asking uv to fetch Python 3.13")
        run([uv, "python", "install", "3.13"], else_say=INSTALL_PYTHON)
        found = subprocess.run([uv, "python", "find", "3.13"], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise SetUpFailed(INSTALL_PYTHON)
    return found.stdout.strip()


def same_interpreter(python: str) -> bool:
    """Whether .venv exists, works where it lies, and was made from this interpreter."""
    own = VENV / "bin" / "python"
    if not own.exists() or ((STAMP / "place").exists() and (STAMP / "place").read_text().strip() != str(ROOT)):
        return False
    question = "import sys; print(sys.base_prefix, sys.version)"
    answers = [
        subprocess.run([path, "-c", question], capture_output=True, text=True, check=False)
        for path in (python, str(own))
    ]
    return answers[0].returncode == answers[1].returncode == 0 and answers[0].stdout == answers[1].stdout


def leave_stamp(level: str, asked: str) -> None:
    """Copies of what was installed from: comparing them is the quickest question there is."""
    STAMP.mkdir()
    shutil.copy(ROOT / "pyproject.toml", STAMP)
    shutil.copy(ROOT / "requirements" / "core.lock", STAMP)
    if level == "dev":
        shutil.copy(ROOT / "requirements" / "dev.lock", STAMP)
    (STAMP / "asked").write_text(asked + "\n")
    (STAMP / "place").write_text(f"{ROOT}\n")


def run(command: list[str], *, else_say: str = "") -> str:
    """Run a command in the project's folder and return what it said; on failure tell it and stop."""
    # Another environment that happens to be active must not be written to.
    environ = {
        key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    }
    answer = subprocess.run(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if answer.returncode != 0 and "UnknownIssuer" in answer.stdout and "UV_SYSTEM_CERTS" not in os.environ:
        # A firm's proxy signs with its own certificate, which the machine knows and uv's own list does not.
        os.environ["UV_SYSTEM_CERTS"] = "1"
        return run(command, else_say=else_say)
    if answer.returncode != 0:
        raise SetUpFailed(f"{answer.stdout.strip()}\nFailed: {' '.join(command)}\n{else_say}".rstrip())
    return answer.stdout


def seconds_of(word: str, said: str) -> float:
    """The time that uv gave for a step: `Prepared 98 packages in 6.21s`, `in 340ms`, `in 1m 02s`."""
    total = 0.0
    for time_given in re.findall(rf"{word} \d+ packages? in ([^\n]+)", said):
        units = {"ms": 0.001, "s": 1.0, "m": 60.0}
        total += sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)(ms|m|s)", time_given))
    return total


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
