"""A running server for the time of a `with`: the running one is used, or one is started and stopped afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comptoir.operations.postgres import cluster
from comptoir.operations.postgres.places import places_of
from comptoir.operations.postgres.server import Progress, Server, find, start_locked, stop_server
from comptoir.operations.processes.locks import Presence, locked


@contextmanager
def running_server(
    home: Path,
    *,
    tied: bool = False,
    always_stop: bool = False,
    durable: bool = True,
    progress: Progress = lambda _line: None,
) -> Iterator[Server]:
    """Use this home's server together with whoever else uses it; the last one out stops it.

    `always_stop`: stop it at the end even when others use it (`comptoir up` promises that Ctrl-C stops all).
    `tied` and `durable` as for `server.start`.
    :raises PostgresError: when it cannot be started.
    """
    places = places_of(home)
    cluster.make_folders(places)
    with locked(places.lock):
        presence = Presence(places.users)
        try:
            server = start_locked(places, tied=tied, durable=durable, progress=progress)
        except BaseException:
            presence.leave()
            raise
    try:
        yield server
    finally:
        # Under the same lock as coming in: nobody can start to use the server while we find out that we were the last.
        with locked(places.lock):
            if presence.leave() or always_stop:
                stop_server(_current(server))


def _current(server: Server) -> Server:
    """The server as it is now: it may have been restarted by another process meanwhile."""
    return server if server.alive() else (find(server.places.home) or server)
