"""What one `comptoir up` runs, decided before anything is started."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import comptoir
from comptoir.operations.postgres.places import places_of

MARK = "COMPTOIR_SUPERVISED"
CODE = Path(comptoir.__file__).parent


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Values only; the command line fills them from the environment."""

    home: Path
    mode: str
    host: str
    port: int
    simulator_port: int | None
    """None: no bank simulator, as in production."""
    base_url: str
    database_url: str | None = field(repr=False, default=None)
    """None: the embedded server."""
    comptoir: tuple[str, ...]
    """The program and first arguments that make our own command line, to which `worker` and the like are added."""
    application: str = "comptoir.config.wsgi:application"
    web_processes: int = 2
    web_threads: int = 4
    demo: bool = False
    code: Path = CODE
    """A change below this folder has the installation prepared again."""
    environ: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def mark(self) -> str:
        """What our children carry in their environment, so that they are recognised when we are no more."""
        return places_of(self.home).fingerprint

    @property
    def measures(self) -> Path:
        """Where the web processes keep what they count, so that each can tell Prometheus of all of them."""
        return self.home / "run" / "measures"

    def environ_of(self, process: str) -> dict[str, str]:
        """The environment of a child."""
        return {
            **self.environ,
            **({"PROMETHEUS_MULTIPROC_DIR": str(self.measures)} if process == "web" else {}),
            "COMPTOIR_HOME": str(self.home),
            "COMPTOIR_ENV": self.mode,
            "COMPTOIR_PROCESS": process,
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            MARK: self.mark,
        }
