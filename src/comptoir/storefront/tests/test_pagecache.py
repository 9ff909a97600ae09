"""The page cache with an application that counts how often it is asked."""

import gzip
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.storefront.pagecache import front
from comptoir.storefront.pagecache.front import PageCache
from comptoir.storefront.pagecache.kept import KeptPage, KeptPages

BADGE = b"<!--fragment:cart-badge-->0<!--/fragment-->"


class Shop:
    """Shared pages below /shared, personal ones elsewhere."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.status = "200 OK"
        self.keys = "product/1 chrome"
        self.pause: threading.Event | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked.append((environ["PATH_INFO"], environ.get("HTTP_COOKIE", "")))
        if self.pause:
            self.pause.wait(5)
        headers = [("Content-Type", "text/html"), ("X-Request-Id", "secret")]
        if environ["PATH_INFO"].startswith("/shared"):
            # Whoever made it compressed would have it compressed twice.
            assert environ["REQUEST_METHOD"] == "POST" or "HTTP_ACCEPT_ENCODING" not in environ
            headers.append(("Surrogate-Key", self.keys))
        start_response(self.status, headers)
        return [f"page {len(self.asked)} ".encode(), BADGE]


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def cache(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> PageCache:
    monkeypatch.setattr(front, "listening", lambda: True)
    return PageCache(
        shop,
        shared=lambda path: path.startswith("/shared"),
        personal=lambda environ: {"cart-badge": "3"} if "full" in environ["HTTP_COOKIE"] else {},
        cookies=("cart", "consent"),
        most_bytes=1_000_000,
    )


def ask(cache: PageCache, path: str, *, query: str = "", method: str = "GET", **headers: str) -> tuple[str, Any, bytes]:
    told: list[Any] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    body = b"".join(cache(environ, lambda status, found, exc_info=None: told.extend((status, dict(found)))))
    return told[0], told[1], body


def test_a_shared_page_is_made_once_and_sent_compressed(cache: PageCache, shop: Shop) -> None:
    first = ask(cache, "/shared/a", accept_encoding="gzip")
    second = ask(cache, "/shared/a", accept_encoding="gzip, br")
    assert first == second
    status, headers, body = second
    assert (status, gzip.decompress(body)) == ("200 OK", b"page 1 " + BADGE)
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert "Surrogate-Key" not in headers
    assert "X-Request-Id" not in headers
    assert len(shop.asked) == 1


def test_whoever_takes_no_compression_gets_the_page_plain(cache: PageCache) -> None:
    _, headers, body = ask(cache, "/shared/a")
    assert body == b"page 1 " + BADGE
    assert "Content-Encoding" not in headers


def test_a_copy_that_is_still_good_is_not_sent_again(cache: PageCache) -> None:
    _, headers, _ = ask(cache, "/shared/a", accept_encoding="gzip")
    status, again, body = ask(cache, "/shared/a", if_none_match=headers["ETag"])
    assert (status, again["ETag"], body) == ("304 Not Modified", headers["ETag"], b"")


def test_the_page_is_made_for_nobody_in_particular_and_the_badge_joined(cache: PageCache, shop: Shop) -> None:
    _, headers, body = ask(cache, "/shared/a", cookie="cart=full", accept_encoding="gzip")
    assert gzip.decompress(body) == b"page 1 <!--fragment:cart-badge-->3<!--/fragment-->"
    assert headers["Content-Length"] == str(len(body))
    assert ask(cache, "/shared/a", cookie="cart=full")[2] == gzip.decompress(body)
    assert shop.asked == [("/shared/a", "")]
    assert "ETag" not in headers
    assert BADGE in ask(cache, "/shared/a")[2]
    assert BADGE in gzip.decompress(ask(cache, "/shared/a", cookie="cart=empty", accept_encoding="gzip")[2])
    assert len(shop.asked) == 1


def test_personal_pages_and_posts_go_through_with_their_cookies(cache: PageCache, shop: Shop) -> None:
    ask(cache, "/basket", cookie="cart=full")
    ask(cache, "/shared/a", method="POST", cookie="cart=full")
    ask(cache, "/basket", cookie="cart=full")
    assert shop.asked == [("/basket", "cart=full"), ("/shared/a", "cart=full"), ("/basket", "cart=full")]


def test_what_is_no_page_is_not_kept(cache: PageCache, shop: Shop) -> None:
    shop.status = "404 Not Found"
    assert ask(cache, "/shared/none")[0] == "404 Not Found"
    ask(cache, "/shared/none")
    assert len(shop.asked) == 2


def test_head_gets_the_headers_without_the_page(cache: PageCache, shop: Shop) -> None:
    status, headers, body = ask(cache, "/shared/a", method="HEAD", accept_encoding="gzip")
    assert (status, body) == ("200 OK", b"")
    assert int(headers["Content-Length"]) > 0
    assert len(gzip.decompress(ask(cache, "/shared/a", accept_encoding="gzip")[2])) > 0
    assert len(shop.asked) == 1


def test_the_order_of_parameters_and_advertisers_marks_make_no_other_page(cache: PageCache, shop: Shop) -> None:
    for query in ("a=1&b=2", "b=2&a=1", "b=2&utm_source=x&a=1&gclid=y"):
        ask(cache, "/shared/a", query=query)
    assert len(shop.asked) == 1
    ask(cache, "/shared/a", query="a=1&b=3")
    assert len(shop.asked) == 2


@pytest.mark.parametrize(("keys", "made_again"), [({"product/1"}, True), ({"product/2"}, False), (None, True)])
def test_a_purge_throws_away_what_carries_the_key(
    cache: PageCache, shop: Shop, keys: set[str] | None, made_again: bool
) -> None:
    ask(cache, "/shared/a")
    cache.pages.purge(keys)
    ask(cache, "/shared/a")
    assert (len(shop.asked) == 2) is made_again


def test_a_page_that_went_stale_while_it_was_made_is_not_kept(cache: PageCache, shop: Shop) -> None:
    shop.pause = threading.Event()
    asking = threading.Thread(target=ask, args=(cache, "/shared/a"))
    asking.start()
    while not shop.asked:
        pass
    cache.pages.purge({"product/1"})
    shop.pause.set()
    asking.join()
    assert len(cache.pages) == 0


def test_twenty_who_ask_at_once_have_it_made_once(cache: PageCache, shop: Shop) -> None:
    shop.pause = threading.Event()
    asking = [threading.Thread(target=ask, args=(cache, "/shared/a")) for _ in range(20)]
    for thread in asking:
        thread.start()
    shop.pause.set()
    for thread in asking:
        thread.join()
    assert len(shop.asked) == 1


def test_a_process_that_hears_nothing_keeps_nothing(
    cache: PageCache, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "listening", lambda: False)
    ask(cache, "/shared/a")
    ask(cache, "/shared/a")
    assert (len(shop.asked), len(cache.pages)) == (2, 0)


def a_page(size: int, *keys: str) -> KeptPage:
    return KeptPage(headers=(), body=b"x" * size, etag="", keys=frozenset(keys))


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 3000), st.sampled_from("kl")), max_size=60))
def test_the_bound_of_bytes_holds_whatever_comes(steps: list[tuple[str, int, str]]) -> None:
    pages = KeptPages(most_bytes=5000)
    for address, size, key in steps:
        if size % 7 == 0:
            pages.purge({key})
        pages.keep(address, a_page(size, key), turn=pages.turn())
        assert pages.size <= 5000
    kept = [page for page in (pages.get(address) for address in "abcdef") if page is not None]
    assert pages.size == sum(page.size for page in kept)
    pages.purge(None)
    assert (pages.size, len(pages)) == (0, 0)


def test_the_page_longest_unasked_for_goes_first() -> None:
    pages = KeptPages(most_bytes=4000)
    for address in "ab":
        pages.keep(address, a_page(1000, address), turn=0)
    pages.get("a")
    pages.keep("c", a_page(1000, "c"), turn=0)
    assert [pages.get(address) is not None for address in "abc"] == [True, False, True]
