"""A node's index: one process writes it, what was missed is caught up with, and what is lost is made anew."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from comptoir.connectors.search.tantivy import engine as engines
from comptoir.connectors.search.tantivy.engine import TantivySearch
from comptoir.connectors.search.tantivy.index import Place, State
from comptoir.connectors.search.tantivy.keeper import Keeper, held, writing
from comptoir.domains.search.testing import made_document, publish, withdraw
from comptoir.domains.search.values import Query, SearchEngine
from comptoir.kernel.sql import execute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Place:
    settings.SEARCH_FOLDER = tmp_path
    return Place.of_this_node()


@pytest.fixture
def engine(place: Place) -> SearchEngine:
    return TantivySearch()


def honey(size: int = 10) -> Query:
    return Query(market="fr", language="fr", wanted=(("miel",),), size=size)


def keep_once(place: Place) -> None:
    """What the keeper does when it gets its turn: check, and take in what is new."""
    with held(place) as mine, writing(place) as index:
        assert mine
        index.check()


@pytest.fixture
def no_database_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks the database's engine is found out."""

    def never() -> SearchEngine:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(engines, "_database", never)


def test_where_there_is_no_index_yet_the_database_answers(engine: SearchEngine) -> None:
    (id,) = publish(engine, [made_document("Miel")])
    found = engine.find(honey())
    assert (found.product_ids, found.settled) == ((id,), True)


def test_what_has_just_changed_is_not_kept_and_soon_asked_of_the_database(
    engine: SearchEngine, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(engine, [made_document("Miel")])
    keep_once(place)
    assert engine.find(honey()).settled
    publish(engine, [made_document("Miel")])
    late = engine.find(honey())
    assert (late.count, late.settled) == (1, False)
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.0)
    time.sleep(0.01)
    patient = engine.find(honey())
    assert (patient.count, patient.settled) == (2, True)
    monkeypatch.undo()
    keep_once(place)
    assert (engine.find(honey()).count, engine.find(honey()).settled) == (2, True)


def test_a_node_that_was_away_catches_up(engine: SearchEngine, place: Place) -> None:
    first, second = publish(engine, [made_document("Miel"), made_document("Miel")])
    keep_once(place)
    withdraw(engine, [first])
    publish(engine, [made_document("Bougie", id=second)])
    (third,) = publish(engine, [made_document("Miel")])
    keep_once(place)
    assert engine.find(honey()).product_ids == (third,)


def test_two_nodes_have_an_index_each(engine: SearchEngine, place: Place, tmp_path: Path, settings: Any) -> None:
    publish(engine, [made_document("Miel")])
    keep_once(place)
    settings.SEARCH_FOLDER = tmp_path / "other"
    other = Place.of_this_node()
    keep_once(other)
    assert place.state() is not None
    assert (other.state() or place.state()) != place.state()
    assert engine.find(honey()).count == 1


@pytest.mark.usefixtures("no_database_search")
def test_a_lost_index_is_made_anew(place: Place) -> None:
    asked = TantivySearch()
    publish(_silent(), [made_document("Miel") for _ in range(3)])
    keep_once(place)
    assert asked.find(honey()).count == 3
    shutil.rmtree(place.index)
    keep_once(place)
    assert asked.find(honey()).count == 3


@pytest.mark.usefixtures("no_database_search")
@pytest.mark.parametrize("broken", ["state.json", "meta.json"])
def test_so_is_one_that_cannot_be_read(place: Place, broken: str) -> None:
    publish(_silent(), [made_document("Miel")])
    keep_once(place)
    (place.index / broken).write_text("{")
    if broken == "meta.json":
        with pytest.raises(ValueError), held(place), writing(place):
            pass
        shutil.rmtree(place.index)
    keep_once(place)
    assert TantivySearch().find(honey()).count == 1


@pytest.mark.usefixtures("no_database_search")
def test_an_index_of_another_history_is_made_anew(place: Place) -> None:
    publish(_silent(), [made_document("Miel"), made_document("Miel")])
    keep_once(place)
    # As after a restored backup: what the index has seen never happened here, and something else did.
    execute("DELETE FROM search_document")
    publish(_silent(), [made_document("Miel")])
    keep_once(place)
    assert TantivySearch().find(honey()).count == 1
    execute("UPDATE search_document SET version = version + 7")
    keep_once(place)
    state = place.state()
    assert state is not None
    assert state.version == 8


def test_a_shop_without_goods_has_an_index_too(place: Place) -> None:
    keep_once(place)
    assert place.state() is not None
    assert not TantivySearch().find(honey()).count


def test_a_state_is_not_believed_before_it_is_whole(place: Place) -> None:
    assert place.state() is None
    place.index.mkdir(parents=True)
    place.state_file.write_text('{"made": "x"}')
    assert place.state() is None
    place.save(State(made="x", version=3))
    assert place.state() == State(made="x", version=3)


_HOLD = """
import sys, fcntl
with open(sys.argv[1], "a") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_process(place: Place) -> Iterator[subprocess.Popen[str]]:
    """Another process of this node, which writes."""
    place.folder.mkdir(parents=True)
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(place.lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_of_two_processes_one_writes_and_the_other_takes_over_when_it_ends(
    place: Place, engine: SearchEngine, other_process: subprocess.Popen[str]
) -> None:
    publish(engine, [made_document("Miel")])
    with held(place) as mine:
        assert not mine
    keeper = Keeper(place)
    keeper.start()
    try:
        time.sleep(1.5)
        assert place.state() is None, "it does not write while the other does"
        other_process.kill()
        other_process.wait()
        deadline = time.monotonic() + 20
        while place.state() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert place.state() is not None
    finally:
        keeper.stop()
        connection.close()
    assert not keeper.is_alive()


def test_a_running_keeper_takes_in_what_changes_and_survives_the_loss_of_its_folder(
    place: Place, engine: SearchEngine
) -> None:
    keeper = Keeper(place)
    keeper.start()
    try:
        publish(engine, [made_document("Miel")])
        assert _soon(lambda: (place.state() or State("", 0)).version == 1)
        shutil.rmtree(place.index)
        publish(engine, [made_document("Miel")])
        assert _soon(lambda: (place.state() or State("", 0)).version == 2)
    finally:
        keeper.stop()
    assert engine.find(honey()).count == 2
    assert engine.find(honey()).settled


def _soon(is_so: Any) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def _silent() -> SearchEngine:
    """An engine that is told and does nothing: the keeper reads for itself."""

    class Silent:
        def take(self, changes: object) -> None:
            pass

    return Silent()  # type: ignore[return-value]  # only told
