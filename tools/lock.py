"""Writes requirements/*.lock: every package that may be installed, with hashes, for every platform, naming no index.

Upgrades what may be upgraded; `make lock ARGS=--keep` only adds and removes what pyproject.toml asks for.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.set_up import find_or_fetch_uv

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("requirements")
UV = "uv>=0.13,<0.14"
# Lock files are the same whoever makes them: no address, no header with the command, no date of this machine.
COMPILE = ["pip", "compile", "--universal", "--generate-hashes", "--no-header", "--quiet", "--python-version", "3.12"]
COMPILE += ["--no-emit-index-url", "--no-emit-find-links"]


def main(argv: list[str]) -> int:
    """Exit status of the first step that fails, or 0."""
    uv, _ = find_or_fetch_uv(sys.executable)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    upgrade = [] if "--keep" in argv else ["--upgrade"]
    localstripe, karrio = ("\n".join(project["dependency-groups"][name]) for name in ("localstripe", "karrio"))
    steps = [
        ("core.lock", ["pyproject.toml"], ""),
        ("dev.lock", ["--group", "dev", "--constraints", "requirements/core.lock", "pyproject.toml"], ""),
        ("localstripe.lock", ["-"], localstripe),
        ("karrio.lock", ["-"], karrio),
        ("bootstrap.lock", ["-"], UV),
    ]
    for name, sources, text in steps:
        print(f"requirements/{name}", flush=True)
        command = [uv, *COMPILE, *upgrade, "--output-file", str(FOLDER / name), *sources]
        status = subprocess.run(
            command, cwd=ROOT, input=text, text=True, env=neutral(), check=False, stdout=-3
        ).returncode
        if status != 0:
            return status
    return 0


def neutral() -> dict[str, str]:
    """Our environment without another active one, which uv would take for the place to look things up."""
    return {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
