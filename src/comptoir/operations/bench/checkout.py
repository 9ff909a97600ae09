"""Guests who buy, over the API, all calls of it: an open cart, two articles, address and delivery, the order, paid."""

import itertools
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic, perf_counter_ns, process_time
from typing import Any

from comptoir.operations.bench.generator.line import Answer, Line
from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.generator.wire import Unmeasurable
from comptoir.operations.bench.goods import API, IN_FRENCH

CLIENTS = 8
LINES = 2
STEPS = ("cart", "line", "details", "order")
ADDRESS = {
    "name": "Camille Durand",
    "line1": "12 rue de la République",
    "postal_code": "69002",
    "city": "Lyon",
    "country": "FR",
    "phone": "+33612345678",
}


class Refused(Exception):
    """The shop did not sell; the message says at which step and what it answered."""


@dataclass(frozen=True, kw_only=True)
class Buying:
    """What guests buy and how they have it brought. ``mark`` keeps the guests of one measurement apart from others."""

    skus: Sequence[str]
    delivery: str
    mark: str
    seed: int


@dataclass(kw_only=True)
class Sales:
    """``orders`` counts whole checkouts by their time from the first call to the last; ``steps`` each kind of call."""

    orders: Tally = field(default_factory=Tally)
    steps: dict[str, Tally] = field(default_factory=lambda: {step: Tally() for step in STEPS})

    def add(self, other: "Sales") -> None:
        self.orders.add(other.orders)
        for step, tally in other.steps.items():
            self.steps[step].add(tally)


class Buyer:
    """One client: buys again and again over one connection."""

    def __init__(
        self, line: Line, buying: Buying, number: int, *, calling: Callable[[str], None] | None = None
    ) -> None:
        self._line = line
        self._buying = buying
        self._dice = random.Random(f"{buying.seed}-{buying.mark}-{number}")  # noqa: S311 - a draw, no secret
        self._names = (f"guest-{buying.mark}-{number}-{turn}" for turn in itertools.count(1))
        self._calling = calling
        self.times: dict[str, list[int]] = {step: [] for step in STEPS}

    def buy(self) -> None:
        """One whole checkout.

        :raises Refused: when any step is answered otherwise than by yes, or the order is not paid at its end.
        """
        name = next(self._names)
        opened = self.call("cart", "POST", "/carts", {}, expected=201)
        cart, token = f"/carts/{opened['id']}", opened["token"]
        for sku in self._dice.sample(self._buying.skus, min(LINES, len(self._buying.skus))):
            self.call("line", "PUT", f"{cart}/lines/{sku}", {"quantity": 1}, token=token)
        details = {
            "email": f"{name}@bench.example",
            "shipping_address": ADDRESS,
            "delivery_method": self._buying.delivery,
        }
        shown = self.call("details", "PUT", f"{cart}/details", details, token=token)
        order = {
            "shown_total": shown["total"],
            "terms_version": shown["terms_version"],
            "payment": {"method": "simulator", "outcome": "approve"},
        }
        placed = self.call("order", "POST", f"{cart}/order", order, token=token, key=name, expected=201)
        if placed["status"] != "paid":
            raise Refused(f"order: it is {placed['status']}, its payment {placed['payment']['status']}")

    def call(
        self, step: str, method: str, path: str, body: Any, *, token: str = "", key: str = "", expected: int = 200
    ) -> Any:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", **IN_FRENCH}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        if self._calling is not None:
            self._calling(step)
        began = perf_counter_ns()
        answer = self._line.ask(method, f"{API}{path}", headers=headers, body=json.dumps(body).encode())
        self.times[step].append((perf_counter_ns() - began) // 1000)
        if answer.status != expected:
            raise Refused(f"{step}: status {answer.status}, {_in_short(answer)}")
        return answer.json()


def _in_short(answer: Answer) -> str:
    return answer.body[:200].decode(errors="replace")


def delivery_of(line: Line, sku: str) -> str:
    """A way of delivery that the shop offers to the guests' address.

    :raises Refused: when it offers none.
    """
    finder = Buyer(line, Buying(skus=[sku], delivery="", mark="delivery", seed=0), 0)
    opened = finder.call("cart", "POST", "/carts", {}, expected=201)
    cart, token = f"/carts/{opened['id']}", opened["token"]
    finder.call("line", "PUT", f"{cart}/lines/{sku}", {"quantity": 1}, token=token)
    shown = finder.call("details", "PUT", f"{cart}/details", {"shipping_address": ADDRESS}, token=token)
    if not shown["delivery_options"]:
        raise Refused("details: no way of delivery is offered")
    return str(shown["delivery_options"][0]["code"])


def sell(line_of: Callable[[], Line], buying: Buying, *, seconds: float, clients: int = CLIENTS) -> Sales:
    """So many guests buy at the same time, each again as soon as it has bought, and none begins after ``seconds``.

    What is under way then is finished and counted: the rate is the sum of the clients' own, each over its own time.

    :raises Refused: when nothing at all could be bought, with the first reason.
    """
    crowd = _Crowd(seconds)
    threads = [
        threading.Thread(target=crowd.keep_buying, args=(line_of(), buying, number), daemon=True)
        for number in range(clients)
    ]
    before = process_time()
    crowd.begin()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sales = crowd.sales()
    sales.orders.cpu_seconds = process_time() - before
    return sales


class _Crowd:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._began = 0.0
        self._lock = threading.Lock()
        self._buyers: list[Buyer] = []
        self._times: list[int] = []
        self._rate = 0.0
        self._faults: Counter[str] = Counter()

    def begin(self) -> None:
        self._began = monotonic()

    def keep_buying(self, line: Line, buying: Buying, number: int) -> None:
        buyer = Buyer(line, buying, number)
        times: list[int] = []
        with line:
            while monotonic() < self._began + self._seconds:
                began = perf_counter_ns()
                try:
                    buyer.buy()
                except (Refused, Unmeasurable, OSError) as error:
                    with self._lock:
                        self._faults[str(error)[:160]] += 1
                else:
                    times.append((perf_counter_ns() - began) // 1000)
        with self._lock:
            self._buyers.append(buyer)
            self._times += times
            self._rate += len(times) / (monotonic() - self._began)

    def sales(self) -> Sales:
        if not self._times and self._faults:
            raise Refused(f"Nothing could be bought: {self._faults.most_common(1)[0][0]}")
        seconds = len(self._times) / self._rate if self._rate else self._seconds
        sales = Sales(orders=Tally(answered=len(self._times), seconds=seconds, faults=self._faults))
        sales.orders.by_status.update({201: len(self._times)} if self._times else {})
        sales.orders.note(self._times)
        for step, tally in sales.steps.items():
            times = [time for buyer in self._buyers for time in buyer.times[step]]
            tally.answered, tally.seconds = len(times), seconds
            tally.by_status.update({200: len(times)})
            tally.note(times)
        return sales
