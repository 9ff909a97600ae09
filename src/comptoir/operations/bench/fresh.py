"""How soon a change at the desk is seen by a buyer: on the product's page, in a list, in a search."""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

import httpx
import lxml.html

from comptoir.operations.bench.gate import Verdict
from comptoir.operations.bench.generator.wire import Unmeasurable
from comptoir.operations.demo.logins import demo_logins

MOST_P99_MS: Final = 1_000.0
ROUNDS: Final = 20
IN_A_ROW: Final = 4
"""So many visitors in a row, each over a connection of their own, must see it: there is more than one web process."""
_PATIENCE_SECONDS = 20.0
_WORD = "fraicheur"
_SPACES = re.compile(r"\s+")
_VARIANT = re.compile(r"variants-\d+-id")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A kind of change on a kind of page: milliseconds from the desk's answer until buyers see it."""

    change: str
    page: str
    times: tuple[float, ...]

    @property
    def p99(self) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(0.99 * len(self.times)))]


def freshness(base: str, *, rounds: int = ROUNDS, said: Callable[[str], None]) -> list[Seen]:
    """Change the text, the price and the stock of a product so often, by the form that a merchant fills in.

    :raises Unmeasurable: when the desk does not let us in, or a change is never seen.
    """
    with httpx.Client(base_url=base, follow_redirects=True, timeout=30, headers={"Accept-Language": "fr"}) as http:
        desk = _Desk(http)
        desk.sign_in()
        desk.choose()
        kinds: dict[str, Callable[[int], tuple[dict[str, str], str]]] = {
            "text": desk.text,
            "price": desk.price,
            "stock": desk.stock,
        }
        times: dict[tuple[str, str], list[float]] = {}
        for change, make in kinds.items():
            said(f"{change}: {rounds} changes")
            for number in range(rounds):
                fields, shown = make(number)
                for page, took in desk.change(fields, shown):
                    times.setdefault((change, page), []).append(took)
    return [Seen(change=change, page=page, times=tuple(each)) for (change, page), each in times.items()]


def fresh_verdicts(found: list[Seen]) -> list[Verdict]:
    return [
        Verdict(
            what=f"{each.change} on {each.page}: p99 in ms of {len(each.times)} changes"
            f" (median {statistics.median(each.times):.0f}), at most",
            value=each.p99,
            wanted=MOST_P99_MS,
            reached=each.p99 <= MOST_P99_MS,
        )
        for each in found
    ]


class _Desk:
    """The merchant at the form of one product, which has a single variant."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._address = ""
        self._slug = ""
        self._list = ""

    def sign_in(self) -> None:
        owner = demo_logins()[0]
        page = self._http.get("/back-office/")
        form = _form(page.text, "login")
        answer = self._sent(str(page.url), form | {"login": owner.email, "password": owner.password})
        if "/account/" in str(answer.url):
            raise Unmeasurable("The desk of the shop to be measured does not let its owner in.")

    def choose(self) -> None:
        """The first product at the desk that has one variant and stands on the first page of a category's list."""
        for address in self._products():
            form = _form(self._http.get(address).text, "version")
            known = [value for name, value in form.items() if _VARIANT.fullmatch(name) and value]
            # Neither a file nor a set: of those nothing lies on a shelf.
            lies_there = any(
                name.startswith("variants-0-stock_") and value not in ("", "0") for name, value in form.items()
            )
            if len(known) == 1 and lies_there and self._is_listed(str(form.get("slug_fr"))):
                self._address = address
                return
        raise Unmeasurable("No product of the shop to be measured has a single variant.")

    def _is_listed(self, slug: str) -> bool:
        self._slug, page = slug, self._http.get(f"/fr/produits/{slug}").text
        for category in dict.fromkeys(re.findall(r'href="(/fr/rayons/[a-z0-9-]+)"', page)):
            if f'href="/fr/produits/{slug}"' in self._http.get(category).text:
                self._list = category
                return True
        return False

    def _products(self) -> Iterator[str]:
        """Where each product is written, page by page of the desk's list."""
        following: str | None = "/back-office/products/"
        while following:
            page = self._http.get(following)
            yield from dict.fromkeys(re.findall(r'href="(/back-office/products/[0-9a-f-]{36}/)"', page.text))
            further = re.search(r'href="([^"]*\bcursor=[^"]+)"[^>]*rel="next"', page.text)
            following = str(page.url.join(unescape(further[1]))) if further else None

    def text(self, number: int) -> tuple[dict[str, str], str]:
        title = f"Miel {_WORD} {number:04}"
        return {"title_fr": title}, title

    def price(self, number: int) -> tuple[dict[str, str], str]:
        amount = f"{100 + number},{number:02}"
        return {"variants-0-price": amount, "variants-0-compare_at": ""}, f"{amount} €"

    def stock(self, number: int) -> tuple[dict[str, str], str]:
        """Out of stock and back again, everywhere: what a buyer sees is the band."""
        form = _form(self._http.get(self._address).text, "version")
        places = [name for name in form if name.startswith("variants-0-stock_")]
        pieces = "0" if number % 2 == 0 else "500"
        return dict.fromkeys(places, pieces), "stock-out" if pieces == "0" else "stock-in"

    def change(self, fields: dict[str, str], shown: str) -> Iterator[tuple[str, float]]:
        """Save, and tell for each page how long after the answer buyers saw it."""
        form = _form(self._http.get(self._address).text, "version")
        answer = self._sent(self._address, form | fields)
        began = time.perf_counter()
        if answer.status_code != 200:
            raise Unmeasurable(f"The desk answers {answer.status_code} to a change.")
        waiting = {
            "page": f"/fr/produits/{self._slug}",
            "list": self._list,
            "search": f"/fr/recherche?q={_WORD}",
        }
        while waiting:
            if time.perf_counter() - began > _PATIENCE_SECONDS:
                raise Unmeasurable(f"{shown!r} is not seen on {', '.join(waiting)} after {_PATIENCE_SECONDS:.0f} s.")
            for page, path in tuple(waiting.items()):
                if self._all_see(path, shown, whole=page == "page"):
                    del waiting[page]
                    yield page, (time.perf_counter() - began) * 1000
            time.sleep(0.005)

    def _all_see(self, path: str, shown: str, *, whole: bool) -> bool:
        return all(self._sees(path, shown, whole=whole) for _ in range(IN_A_ROW))

    def _sees(self, path: str, shown: str, *, whole: bool) -> bool:
        html = httpx.get(f"{self._http.base_url}{path}", timeout=30).text
        if whole:
            html = html.partition('class="details"')[0]  # what stands beside it are cards of other goods
        else:
            html = next((card for card in html.split('<li class="card')[1:] if f"/{self._slug}" in card), "")
        return _plain(shown) in _plain(html)

    def _sent(self, path: str, form: dict[str, Any]) -> httpx.Response:
        return self._http.post(path, data=form, headers={"Referer": f"{self._http.base_url}{path}"})


def _plain(text: str) -> str:
    return _SPACES.sub(" ", unescape(text))


def _form(html: str, field: str) -> dict[str, Any]:
    """The values of the form that has that field, as a browser would send them."""
    for form in lxml.html.fromstring(html).forms:
        values: dict[str, Any] = {}
        for name, value in form.form_values():
            known = values.get(name)
            values[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
        if form.xpath(f".//*[@name='{field}']"):
            return values
    raise Unmeasurable(f"A page of the desk has no form with {field!r}.")
