"""T20: exactly what there is gets sold, not one more nor one less, however many want it at once."""

from collections.abc import Iterator
from contextlib import contextmanager

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
def open_for_a_drop(**settings: str) -> Iterator[RunningShop]:
    with filled_home(PROGRAM) as home:
        shop = RunningShop(home, **settings)
        try:
            shop.start()
            yield shop
        finally:
            shop.stop()


@contextmanager
def open_far_from_the_database(delay_ms: float) -> Iterator[RunningShop]:
    """The same with a database whose answers take their time."""
    with filled_home(PROGRAM) as home, running_server(home):
        socket = places_of(home).sockets / f".s.PGSQL.{PORT}"
        with slow_line(socket, delay_ms=delay_ms) as port:
            shop = RunningShop(home, DATABASE_URL=f"postgresql://comptoir@127.0.0.1:{port}/comptoir")
            try:
                shop.start()
                yield shop
            finally:
                shop.stop()


def live(drop: Drop, *, buyers: int, seed: object) -> None:
    tell(f"COMPTOIR_SEED={SEED}, drop {seed}")
    sold = drop.live(buyers=buyers, seed=f"{SEED} {seed}")
    tell(sold.figures())
    assert (sold.claimed, sold.told, sold.at_the_bank) == (UNITS, UNITS, UNITS)
    assert sold.deadlocks == 0
    assert not sold.first.broken


def test_a_drop_sells_exactly_what_there_is() -> None:
    with open_for_a_drop() as shop:
        drop = Drop(shop)
        for seed in range(20 if LONG else 1):
            live(drop, buyers=BUYERS, seed=seed)


SLOW = [(20, BUYERS, 3), (100, 300, 1)] if LONG else [(5, 24, 1)]
"""Milliseconds that every packet to the database takes, buyers, seeds."""


@pytest.mark.parametrize(("delay_ms", "buyers", "seeds"), SLOW)
def test_a_drop_with_a_slow_database(delay_ms: int, buyers: int, seeds: int) -> None:
    with open_far_from_the_database(delay_ms) as shop:
        drop = Drop(shop)
        for seed in range(seeds):
            live(drop, buyers=buyers, seed=f"{delay_ms} ms {seed}")
