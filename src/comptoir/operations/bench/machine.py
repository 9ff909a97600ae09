"""Where and of what something was measured: without it a figure says nothing."""

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import comptoir

_SOURCE = Path(comptoir.__file__).parent
_PACKAGES = ("comptoir", "django", "granian", "psycopg")


def machine_facts() -> dict[str, object]:
    """Processors, memory, system and load at this moment."""
    load = os.getloadavg()
    return {
        "processors": os.cpu_count() or 1,
        "processor": _processor(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": [round(each, 2) for each in load],
        "versions": {name: _version(name) for name in _PACKAGES},
    }


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    lines = (line.partition(":") for line in text.splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == "model name"), platform.machine())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def source_facts() -> dict[str, object]:
    """Which code was measured: the commit, and whether files differ from it. Empty outside a clone."""
    git = shutil.which("git")
    if git is None:
        return {}
    commit = _git(git, "rev-parse", "HEAD")
    if not commit:
        return {}
    return {"commit": commit, "changed": bool(_git(git, "status", "--porcelain", "--", str(_SOURCE)))}


def _git(program: str, *arguments: str) -> str:
    answer = subprocess.run(  # noqa: S603 - git, asked about our own folder
        [program, "-C", str(_SOURCE), *arguments], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() if answer.returncode == 0 else ""
