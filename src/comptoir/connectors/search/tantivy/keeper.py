"""Keeping a node's index up to date: one thread in every process that lasts, of which one at a time writes."""

import fcntl
import logging
import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic

import tantivy
from django.db import DatabaseError, InterfaceError, connection

from comptoir.connectors.search.tantivy.index import SCHEMA, Place, State, entries_of, key_of, made_index
from comptoir.domains.search.queries import changes_since, feed_digest
from comptoir.domains.search.values import DOCUMENTS_TOPIC
from comptoir.kernel.ids import new_id
from comptoir.kernel.notices import on_notice

LOOK_EVERY_SECONDS = 1.0
"""Notices wake it at once; this is for those that were not heard."""
CHECK_EVERY_SECONDS = 300.0
_AT_A_TIME = 2_000
_HEAP_BYTES = 50_000_000

log = logging.getLogger(__name__)


class Keeper(threading.Thread):
    """Takes what has changed into the index while this process holds the node's lock; waits for the lock otherwise.

    The system takes the lock back when the process ends, however it ends; another process then goes on from what is on
    disk. Nothing that an index holds is worth saving: when it is lost, damaged or of another history, it is made anew.
    """

    def __init__(self, place: Place) -> None:
        super().__init__(name="search-keeper", daemon=True)
        self._place = place
        self._woken = threading.Event()
        self._stopping = threading.Event()
        on_notice(DOCUMENTS_TOPIC, self._on_notice)

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                with held(self._place) as mine:
                    if mine:
                        self._write()
            except (DatabaseError, InterfaceError):
                # The database is away or restarting: what was missed is read when it is back.
                log.warning("search: the database does not answer, the index waits", exc_info=True)
            except (OSError, ValueError):
                # The disk is full, or somebody took the folder away: what is left of it is made anew.
                log.exception("search: the index cannot be written")
                shutil.rmtree(self._place.index, ignore_errors=True)
            finally:
                connection.close()
            self._stopping.wait(LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        self._stopping.set()
        self._woken.set()
        self.join(timeout=10)

    def _write(self) -> None:
        """As long as the lock is ours and nothing goes wrong."""
        with writing(self._place) as index:
            index.check()
            checked = monotonic()
            while not self._stopping.is_set():
                index.catch_up()
                if monotonic() - checked > CHECK_EVERY_SECONDS:
                    index.check()
                    checked = monotonic()
                connection.close()  # back to the pool, between one look and the next
                self._woken.wait(LOOK_EVERY_SECONDS)
                self._woken.clear()
                if not index.is_there():
                    return

    def _on_notice(self, keys: Collection[str] | None) -> None:
        self._woken.set()


_keeper: Keeper | None = None


def keep(place: Place) -> None:
    """Start this process's keeper, once."""
    global _keeper
    if _keeper is None:
        _keeper = Keeper(place)
        _keeper.start()


@contextmanager
def held(place: Place) -> Iterator[bool]:
    """Whether this process may write: no other one of this node can until the end of the with."""
    place.folder.mkdir(parents=True, exist_ok=True)
    with place.lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def writing(place: Place) -> Iterator["Written"]:
    """The index, open for writing. Only while ``held``."""
    if place.state() is None:
        # Never finished, or not readable: there is nothing in it to go on from.
        shutil.rmtree(place.index, ignore_errors=True)
    index = made_index(place.index)
    writer = index.writer(_HEAP_BYTES, 1)
    state = place.state() or State(made=str(new_id()), version=0)
    try:
        yield Written(place=place, index=index, writer=writer, state=state)
    finally:
        with suppress(ValueError):  # of a folder that is gone, there is nothing to take back
            writer.rollback()
        del writer


@dataclass
class Written:
    """An index that is being written. ``state`` is how far it has come."""

    place: Place
    index: tantivy.Index
    writer: tantivy.IndexWriter
    state: State

    def is_there(self) -> bool:
        """Whether it is still the one on disk."""
        known = self.place.state()
        return known is not None and known.made == self.state.made

    def catch_up(self) -> None:
        """Take in everything that has changed since. Each portion is on disk before it is said to be."""
        for changes in changes_since(self.state.version, at_a_time=_AT_A_TIME):
            self._forget([key_of(change) for change in changes])
            for change in changes:
                for entry in entries_of(change):
                    self.writer.add_document(entry)
            self._commit(changes[-1].version)
        if self.place.state() is None:
            self._commit(self.state.version)  # a shop without goods has an index too

    def check(self) -> None:
        """Compare it with what the database offers, and make it anew where it is of another history."""
        self.catch_up()
        count, versions, newest = feed_digest()
        if newest > self.state.version:
            return  # something changed at this moment: the next check will see
        self.index.reload()
        held = self.index.searcher().aggregate(
            tantivy.Query.all_query(),
            {"count": {"value_count": {"field": "version"}}, "versions": {"sum": {"field": "version"}}},
        )
        if (count, versions) != (int(held["count"]["value"]), int(held["versions"]["value"])):
            log.warning("search: the index does not have what the database has, making it anew")
            self.writer.delete_all_documents()
            self.state = State(made=self.state.made, version=0)
            self._rebuild()

    def _rebuild(self) -> None:
        """In one commit: until it is done, readers see what was there before."""
        version = 0
        for changes in changes_since(0, at_a_time=_AT_A_TIME):
            version = changes[-1].version
            for change in changes:
                for entry in entries_of(change):
                    self.writer.add_document(entry)
        self._commit(version)

    def _forget(self, keys: Collection[str]) -> None:
        self.writer.delete_documents_by_query(tantivy.Query.term_set_query(SCHEMA, "key", list(keys)))

    def _commit(self, version: int) -> None:
        self.writer.commit()
        self.state = State(made=self.state.made, version=version)
        self.place.save(self.state)
