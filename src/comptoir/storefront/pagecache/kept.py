"""The pages a process keeps: found by address, thrown away by key, bounded in bytes."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

# So many keys are remembered as recently purged; beyond that, every page under way counts as stale.
MOST_RECENT_PURGES: Final = 10_000


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it goes out. ``body`` is compressed (gzip); ``headers`` are those that every visitor gets."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    keys: frozenset[str]

    @property
    def size(self) -> int:
        return len(self.body) + 600  # the object, its headers and its places in our tables, roughly


class KeptPages:
    """Safe for threads. The page longest unasked for goes first when there is no room."""

    def __init__(self, *, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._addresses: defaultdict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        self._turn = 0
        self._purged: dict[str, int] = {}
        self._everything_purged = 0

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def size(self) -> int:
        return self._bytes

    def get(self, address: str) -> KeptPage | None:
        page = self._pages.get(address)
        if page is not None:
            with self._lock:
                if address in self._pages:
                    self._pages.move_to_end(address)
        return page

    def turn(self) -> int:
        """Ask before rendering; ``keep`` refuses the page if one of its keys was purged since."""
        return self._turn

    def keep(self, address: str, page: KeptPage, *, turn: int) -> bool:
        """Keep a page that was begun at that turn, unless it was stale before it was ready."""
        with self._lock:
            newest = max((self._purged.get(key, 0) for key in page.keys), default=0)
            if max(newest, self._everything_purged) > turn or page.size > self._most_bytes:
                return False
            self._drop(address)
            while self._bytes + page.size > self._most_bytes:
                self._drop(next(iter(self._pages)))
            self._pages[address] = page
            self._bytes += page.size
            for key in page.keys:
                self._addresses[key].add(address)
            return True

    def purge(self, keys: Collection[str] | None) -> None:
        """Throw away every page with one of the keys; None: all."""
        with self._lock:
            self._turn += 1
            if keys is None:
                self._forget_all()
                return
            for key in keys:
                self._purged[key] = self._turn
                for address in tuple(self._addresses.get(key, ())):
                    self._drop(address)
            if len(self._purged) > MOST_RECENT_PURGES:
                self._purged.clear()
                self._everything_purged = self._turn

    def _forget_all(self) -> None:
        self._pages.clear()
        self._addresses.clear()
        self._purged.clear()
        self._bytes = 0
        self._everything_purged = self._turn

    def _drop(self, address: str) -> None:
        page = self._pages.pop(address, None)
        if page is None:
            return
        self._bytes -= page.size
        for key in page.keys:
            addresses = self._addresses.get(key)
            if addresses is not None:
                addresses.discard(address)
                if not addresses:
                    del self._addresses[key]


def keys_of(header: str) -> frozenset[str]:
    """The keys in a ``Surrogate-Key`` header."""
    return frozenset(header.split())


def header_of(keys: Iterable[str]) -> str:
    return " ".join(sorted(set(keys)))
