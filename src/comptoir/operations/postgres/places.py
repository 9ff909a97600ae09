"""Where the pieces of the embedded server lie inside COMPTOIR_HOME. Pure: nothing is made or read here."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
# The kernel's limit is 108 bytes on Linux and 104 on macOS, and PostgreSQL itself needs a few.
LONGEST_SOCKET_PATH = 99


@dataclass(frozen=True)
class Places:
    """The paths of one installation. `home` must be absolute."""

    home: Path

    @property
    def base(self) -> Path:
        """Belongs to the account that runs the server; nobody else may enter it."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def prepared_mark(self) -> Path:
        """Says which roles and databases have been made; written last, so that a crash in between makes them again."""
        return self.base / "prepared"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def lock(self) -> Path:
        """Held while the server is being started or stopped."""
        return self.run / "postgres.lock"

    @property
    def users(self) -> Path:
        """Held, shared, by everybody who uses the server: the last one out stops it."""
        return self.run / "postgres.users"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def log(self) -> Path:
        return self.logs / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: inside the home, or under /tmp when the home's path is too long for a socket."""
        inside = self.base / "run"
        if len(str(inside / SOCKET_NAME).encode()) <= LONGEST_SOCKET_PATH:
            return inside
        # Not tempfile.gettempdir(): another process with another TMPDIR must come to the same answer.
        return Path("/tmp") / f"comptoir-{self.fingerprint}"  # noqa: S108 - owner and mode are checked before it is used

    @property
    def fingerprint(self) -> str:
        """Short name of this home, the same in every process."""
        return hashlib.sha256(str(self.home).encode()).hexdigest()[:12]

    @property
    def view(self) -> Path:
        """Where the server sees `base` when the way to it is closed to the server's account."""
        return Path("/run/comptoir") / self.fingerprint


def places_of(home: Path) -> Places:
    """The places of a home given as any path; the same home gives the same places whatever the current folder."""
    return Places(home=home.expanduser().absolute())
