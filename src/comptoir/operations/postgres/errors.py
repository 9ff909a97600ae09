"""What can go wrong with the database server, each told in one sentence with what to do about it."""


class PostgresError(Exception):
    """The database server cannot be used; the message is meant for the person at the terminal."""


class BinariesNotFound(PostgresError):
    """No usable PostgreSQL of the floor version or newer was found."""


class ServerTooOld(PostgresError):
    """The server or the programs found are older than the floor version."""


class DataOfAnotherVersion(PostgresError):
    """The data folder was made by another major version than any that was found."""


class HomeUnusable(PostgresError):
    """The folder COMPTOIR_HOME cannot hold the database: permissions, owner or socket folder."""


class StartFailed(PostgresError):
    """The server was started and ended, or did not become ready."""


class StopFailed(PostgresError):
    """The server did not end, even when told to drop everything."""
