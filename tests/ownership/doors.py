"""Every address of the program, asked with somebody else's things; a new route is asked as well."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import product
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from tests.ownership.people import BELGIUM, Person

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_IN_PAIRS = ("order", "parcel 0", "parcel 1", "return", "webhook")
"""Of routes that name two things, these are tried together: all with all would be tens of thousands."""
_FITTING = (
    (r"back-office/orders/returns/", ("return", "order")),
    (r"back-office/orders/picking/", ("batch", "order")),
    (r"back-office/orders/<", ("order", "return")),
    (r"back-office/products/vouchers/", ("voucher",)),
    (r"back-office/(stock|products|settings/(staff|keys))/", ("order", "customer")),
    (r"back-office/customers/", ("customer",)),
    (r"back-office/cases/", ("case", "order")),
    (r"back-office/settings/webhooks/", ("webhook",)),
)
"""What fits into a route, where that is known; into any other, everything is tried."""
_IDS = ("uuid", "uuidstr")
_WORDS = {
    "sku": ["GAUFRE-1"],
    "slug": ["gaufre-estaminet", BELGIUM],
    "code": [BELGIUM, "halle-be", "thuis"],
    "kind": ["order_confirmed", "simulator"],
    "provider": ["simulator"],
    "year": ["2026"],
    "token": ["none"],
    "path": ["none"],
    "rest": ["none"],
    "segment": [BELGIUM],
    "market": [BELGIUM],
    "language": ["fr"],
    "start": ["first"],
    "position": ["1"],
    "preview": ["none"],
    "name": ["gaufre-estaminet-0"],
}
"""What names no person's thing."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to knock. ``foreign``: it names a thing of somebody else."""

    route: str
    path: str
    foreign: bool


def routes() -> list[str]:
    """Every route there is, as it is written: ``back-office/orders/<uuid:id>/``. Not those of the sign-in library."""
    return sorted({each for each in _walk(get_resolver(), "") if not each.startswith("back-office/account/")})


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLPattern):
            if "^" not in here:  # what refuses everything else
                yield here
        else:
            yield from _walk(each, here)


def addresses(route: str, *, mine: Person | None, theirs: Person) -> Iterator[Address]:
    """A route with whatever of theirs fits into it, alone and beside what is mine."""
    parameters = _PARAMETER.findall(route)
    fitting = _fitting(route, [converter for converter, _ in parameters])
    choices = [list(_values(converter, name, fitting, mine, theirs)) for converter, name in parameters]
    for chosen in product(*choices):
        path = route
        for value, _ in chosen:
            path = _PARAMETER.sub(value, path, count=1)
        yield Address(route, f"/{path}", any(foreign for _, foreign in chosen))


def _fitting(route: str, converters: list[str]) -> tuple[str, ...] | None:
    if sum(converter in _IDS for converter in converters) > 1:
        return _IN_PAIRS
    return next((kinds for start, kinds in _FITTING if re.match(start, route)), None)


def _values(
    converter: str, name: str, fitting: tuple[str, ...] | None, mine: Person | None, theirs: Person
) -> Iterator[tuple[str, bool]]:
    """What a parameter can be, and whether that is theirs."""
    if converter in _IDS:
        yield from ((str(id), True) for what, id in theirs.ids.items() if fitting is None or what in fitting)
        if mine and fitting is _IN_PAIRS:
            yield from ((str(mine.ids[what]), False) for what in _IN_PAIRS)
    elif name == "key":
        yield from ((each, True) for each in _false_keys(mine, theirs))
        if mine:
            yield mine.order_key, False
    elif name in ("link_key", "shared_key"):
        yield from ((each, True) for each in (str(theirs.order_id), theirs.order_key, theirs.cart_key))
    elif name == "number":
        yield from ((number, True) for number in theirs.numbers.values())
    else:
        yield from ((word, False) for word in _WORDS[name])


def _false_keys(mine: Person | None, theirs: Person) -> Iterator[str]:
    """What somebody would try who knows an order's number or id, and not its secret."""
    yield from (theirs.numbers["order"], str(theirs.order_id), f"{theirs.order_id}.", f"{theirs.order_id}.none")
    yield f"{theirs.order_id}.{theirs.cart_token}"
    if mine:
        yield f"{theirs.order_id}.{mine.order_token}"


def text_of(response: Any) -> str:
    """All that an answer tells, of whatever kind it is: its headers and its body."""
    told = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{told}\n{response.getvalue().decode('utf-8', 'replace')}"


def readable(response: HttpResponseBase) -> bool:
    """Whether words in it would be seen: not in a PDF, whose text is packed."""
    return response.get("Content-Type", "").partition(";")[0] != "application/pdf"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page, filled in: what a browser would send."""

    action: str
    fields: dict[str, str]


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._page, self._open = page, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._open = here.get("method", "").lower() == "post"
            if self._open:
                self.found.append(Form(here.get("action") or self._page, {}))
        elif self._open and here.get("name") and tag in ("input", "textarea", "select", "button"):
            self.found[-1].fields.setdefault(here["name"], here.get("value") or "1")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


def forms_of(page: str, html: str) -> Iterable[Form]:
    """Every form that a page offers, each field as it stands or with a 1."""
    parser = _Forms(page)
    parser.feed(html)
    return parser.found
