"""The cache itself: a WSGI application around another."""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from prometheus_client import Counter

from comptoir.kernel.notices import listening, on_notice
from comptoir.storefront.fragments import join_fragments
from comptoir.storefront.pagecache.kept import KeptPage, KeptPages, keys_of
from comptoir.storefront.surrogates import TOPIC

type Environ = dict[str, Any]
type StartResponse = Callable[..., Any]
type Application = Callable[[Environ, StartResponse], Iterable[bytes]]
type Personal = Callable[[Environ], Mapping[str, str]]

SERVED = Counter("comptoir_pages_served", "Shared pages, by where they came from", ("source",))
_HITS, _MISSES, _JOINED = SERVED.labels("kept"), SERVED.labels("made"), SERVED.labels("joined")

# What advertisers add to addresses says nothing about the page.
_NOISE = ("utm_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid")
_DROPPED = frozenset({"surrogate-key", "x-request-id", "content-length", "etag", "vary", "content-encoding"})
_WAIT_SECONDS = 3.0


class PageCache:
    """Answers shared pages from memory; everything else goes through.

    ``shared`` tells from a path whether its page is the same for everybody; ``personal`` the fragments of a visitor who
    sent one of the ``cookies``, by name.
    """

    def __init__(
        self,
        application: Application,
        *,
        shared: Callable[[str], bool],
        personal: Personal,
        cookies: Sequence[str],
        most_bytes: int,
    ) -> None:
        self._application = application
        self._shared = shared
        self._personal = personal
        self._cookies = tuple(f"{name}=" for name in cookies)
        self.pages = KeptPages(most_bytes=most_bytes)
        self._under_way: dict[str, threading.Event] = {}
        on_notice(TOPIC, self.pages.purge)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not listening():
            return self._application(environ, start_response)
        address = _address(environ)
        page = self.pages.get(address)
        if page is None:
            if not self._shared(environ["PATH_INFO"]):
                return self._application(environ, start_response)
            page = self._wait_for(address)
        if page is None:
            return self._make(address, environ, start_response)
        return self._send(page, environ, start_response)

    def _wait_for(self, address: str) -> KeptPage | None:
        """A page that another thread is just making is waited for, not made twice: no stampede after a purge."""
        other = self._under_way.get(address)
        return self.pages.get(address) if other is not None and other.wait(_WAIT_SECONDS) else None

    def _make(self, address: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        turn, ready = self.pages.turn(), threading.Event()
        self._under_way[address] = ready
        try:
            answer = _Answer(self._application, _anonymous(environ))
            page = answer.as_page()
            if page is None:  # a redirect, or nothing of that name
                start_response(answer.status, answer.headers)
                return [answer.body]
            self.pages.keep(address, page, turn=turn)
        finally:
            self._under_way.pop(address, None)
            ready.set()
        _MISSES.inc()
        return self._send(page, environ, start_response)

    def _send(self, page: KeptPage, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        sent = environ.get("HTTP_COOKIE", "")
        fragments = self._personal(environ) if any(name in sent for name in self._cookies) else {}
        if fragments:
            _JOINED.inc()
            return _send_joined(page, join_fragments(gzip.decompress(page.body), fragments), environ, start_response)
        _HITS.inc()
        if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            start_response("304 Not Modified", [("ETag", page.etag), *page.headers])
            return []
        if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
            return _send_plain(page, gzip.decompress(page.body), environ, start_response)
        headers = [*page.headers, ("ETag", page.etag), ("Content-Encoding", "gzip")]
        start_response("200 OK", [*headers, ("Content-Length", str(len(page.body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]


def _send_joined(page: KeptPage, body: bytes, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
        return _send_plain(page, body, environ, start_response)
    # For one visitor and once, so at the quickest level: a tenth of a millisecond, and a quarter of the bytes.
    packed = gzip.compress(body, compresslevel=1, mtime=0)
    return _send_plain(page, packed, environ, start_response, ("Content-Encoding", "gzip"))


def _send_plain(
    page: KeptPage, body: bytes, environ: Environ, start_response: StartResponse, *more: tuple[str, str]
) -> Iterable[bytes]:
    start_response("200 OK", [*page.headers, *more, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


class _Answer:
    """What the application answers, held back as a whole."""

    def __init__(self, application: Application, environ: Environ) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        chunks = application(environ, self._start)
        try:
            self.body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = status, headers

    def as_page(self) -> KeptPage | None:
        """The answer as a page to keep, if it says that it is shared."""
        named = {name.lower(): value for name, value in self.headers}
        if "surrogate-key" not in named or "set-cookie" in named or not self.status.startswith("200"):
            return None
        kept = tuple((name, value) for name, value in self.headers if name.lower() not in _DROPPED)
        return KeptPage(
            headers=(*kept, ("Vary", "Accept-Encoding, Cookie")),
            body=gzip.compress(self.body, compresslevel=6, mtime=0),
            etag=f'"{hashlib.sha256(self.body).hexdigest()[:32]}"',
            keys=keys_of(named["surrogate-key"]),
        )


def _anonymous(environ: Environ) -> Environ:
    """The request of nobody in particular: what is kept must be the same for everybody."""
    hidden = (
        "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
        "HTTP_HX_REQUEST",
    )  # fmt: skip
    return {name: value for name, value in environ.items() if name not in hidden} | {"REQUEST_METHOD": "GET"}


def _address(environ: Environ) -> str:
    query = environ.get("QUERY_STRING", "")
    if query:
        kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _is_noise(name)]
        query = urlencode(sorted(kept))
    return f"{environ['PATH_INFO']}?{query}"


def _is_noise(name: str) -> bool:
    return name.startswith(_NOISE)
