"""How to reach the embedded server: connection strings, known before the server runs."""

from pathlib import Path
from urllib.parse import quote

from comptoir.operations.postgres.places import PORT, places_of

DATABASE = "comptoir"
OWNER = "comptoir"
READER = "comptoir_reader"
SUPERUSER = "postgres"


def conninfo(home: Path, *, role: str = OWNER, database: str = DATABASE) -> str:
    """The connection string in libpq's `key=value` form."""
    folder = str(places_of(home).sockets)
    quoted = folder.replace("\\", "\\\\").replace("'", "\\'")
    return f"host='{quoted}' port={PORT} dbname={database} user={role}"


def url(home: Path, *, role: str = OWNER, database: str = DATABASE) -> str:
    """The same as a URL, fit for DATABASE_URL."""
    folder = quote(str(places_of(home).sockets), safe="")
    return f"postgresql://{role}@/{database}?host={folder}&port={PORT}"
