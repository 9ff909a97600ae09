"""T20: exactly what there is gets sold, not one more nor one less, however many want it at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from comptoir.operations.postgres.places import PORT, places_of
from comptoir.operations.postgres.running import running_server
from tests.races.burst.drop import UNITS, Drop
from tests.races.burst.proxy import slow_line
from tests.races.showing import LONG, SEED, sizes, tell
from tests.running.homes import filled_home
from tests.running.shop import RunningShop

BUYERS = sizes("burst", 200, long=3_000)
PROGRAM = "tests.races.burst.furnish"


@contextmanager
def open_for_a_drop(delay_ms: float) -> Iterator[RunningShop]:
    """``delay_ms`` is what every packet to and from the database takes."""
    with filled_home(PROGRAM) as home, _where_the_database_is(home, delay_ms) as settings:
        shop = RunningShop(home, **settings)
        try:
            shop.start()
            yield shop
        finally:
            shop.stop()


@contextmanager
def _where_the_database_is(home: Path, delay_ms: float) -> Iterator[dict[str, str]]:
    """For the shop to find it, where its answers take their time."""
    if not delay_ms:
        yield {}
        return
    with running_server(home):
        socket = places_of(home).sockets / f".s.PGSQL.{PORT}"
        with slow_line(socket, delay_ms=delay_ms) as port:
            yield {"DATABASE_URL": f"postgresql://comptoir@127.0.0.1:{port}/comptoir"}


def live(drop: Drop, *, buyers: int, seed: object) -> None:
    tell(f"COMPTOIR_SEED={SEED}, drop {seed}")
    sold = drop.live(buyers=buyers, seed=f"{SEED} {seed}")
    tell(sold.figures())
    assert (sold.claimed, sold.told, sold.at_the_bank) == (UNITS, UNITS, UNITS)
    assert sold.deadlocks == 0
    assert not sold.first.broken


DROPS = [(0, BUYERS, 20), (20, BUYERS, 3), (100, 300, 1)] if LONG else [(5, BUYERS, 1)]
"""How slow the database is, buyers, seeds."""


@pytest.mark.parametrize(("delay_ms", "buyers", "seeds"), DROPS)
def test_a_drop_sells_exactly_what_there_is(delay_ms: int, buyers: int, seeds: int) -> None:
    with open_for_a_drop(delay_ms) as shop:
        drop = Drop(shop)
        for seed in range(seeds):
            live(drop, buyers=buyers, seed=f"{delay_ms} ms {seed}" if delay_ms else seed)
