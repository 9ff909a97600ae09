"""What a command knows of the installation it works on. Given to every command as click's context object."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Values only. Take it with `@click.pass_obj`."""

    mode: str
    """demo, test or production."""
    home: Path
    host: str
    port: int
    simulator_port: int
    base_url: str
    database: str = field(repr=False)
    """How to reach the database as the application does; fit for psycopg."""
    reader_database: str = field(repr=False)
    """The same under a role that cannot write (with DATABASE_URL: COMPTOIR_READER_URL, else the same as `database`)."""
    brings_own_database: bool
    """True when DATABASE_URL names a server that is not ours to start and stop."""
