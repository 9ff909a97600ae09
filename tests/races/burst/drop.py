"""One drop: everybody orders at once, some are declined, some vanish; when the goods of those are free again, others
come, until nothing is left. What was sold is counted by the rows, the bank's books and what buyers were told."""

import json
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from comptoir.operations.postgres import addresses
from comptoir.operations.verify.witness import books_of_the_bank
from tests.races.showing import deadlocks
from tests.running.shop import ROOT, RunningShop, until
from tests.running.truth import HEALED_SECONDS, breaks_in, under_way

UNITS = 100
DECLINED, VANISHED = 30, 20
"""Per cent of the buyers whose bank says no, and who never come back from its page."""
LINES = 32
"""Buyers on the line at a time; the others queue at the door, as browsers do."""
_LONG_ENOUGH = timedelta(hours=3)
"""After which nobody's goods are kept any more."""

type Cart = dict[str, Any]


@dataclass
class Wave:
    """What buyers were told, by status and code; ``pieces`` of the orders that are said to be paid."""

    told: Counter[str] = field(default_factory=Counter)
    pieces: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def broken(self) -> Counter[str]:
        """Answers that nobody should have got."""
        fine = ("201", "409 inventory.insufficient_stock")
        return Counter({kind: count for kind, count in self.told.items() if not kind.startswith(fine)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """Pieces of the rare article: claimed by paid orders, said to be paid, and paid at the bank."""

    claimed: int
    told: int
    at_the_bank: int
    deadlocks: int
    first: Wave
    later: int

    def figures(self) -> str:
        orders = sum(self.first.told.values())
        return (
            f"{orders} buyers: {dict(sorted(self.first.told.items()))}; sold {self.claimed} of {UNITS} "
            f"({self.later} pieces after the others had vanished), deadlocks {self.deadlocks}"
        )


class Drop:
    """A shop in which drops are lived one after the other, each with its own pieces on the shelf."""

    def __init__(self, shop: RunningShop) -> None:
        self._shop = shop
        self._rare = shop.told["rare_sku"]
        self._days = 0

    def live(self, *, buyers: int, seed: object) -> Sold:
        luck = Random(f"drop {seed}")
        with psycopg.connect(addresses.url(self._shop.home), autocommit=True) as database:
            before, met = self._claimed(database), deadlocks(database)
            self._put_on_the_shelf(before + UNITS)
            first = self._order(self._filled(buyers, seed), luck, faults=True)
            told, waves = first.pieces, 0
            while self._claimed(database) < before + UNITS:
                waves += 1
                assert waves <= 5, f"{self._claimed(database) - before} of {UNITS} sold, and nobody can have the rest"
                self._let_time_pass(database)
                told += self._order(self._filled(UNITS, f"{seed} {waves}"), luck, faults=False).pieces
            until(lambda: not under_way(self._shop), "nothing is under way", seconds=HEALED_SECONDS)
            assert breaks_in(self._shop) == []
            return Sold(
                claimed=self._claimed(database) - before,
                told=told,
                at_the_bank=self._paid_at_the_bank(database) - before,
                deadlocks=deadlocks(database) - met,
                first=first,
                later=told - first.pieces,
            )

    def _claimed(self, database: psycopg.Connection) -> int:
        return self._level(database)[0]

    def _level(self, database: psycopg.Connection) -> tuple[int, int]:
        """How many pieces of the rare article are claimed, and reserved."""
        question = """SELECT claimed, reserved FROM inventory_stocklevel AS level
                        JOIN catalogue_variant AS variant ON variant.id = level.variant_id WHERE variant.sku = %s"""
        rows = database.execute(question, [self._rare]).fetchall()
        return sum(claimed for claimed, _ in rows), sum(reserved for _, reserved in rows)

    def _paid_at_the_bank(self, database: psycopg.Connection) -> int:
        """Pieces of the orders for which the bank keeps their total."""
        bank = books_of_the_bank(self._shop.home)
        question = """SELECT payment.id::text, placed.total_minor, line.quantity
                        FROM orders_order AS placed JOIN payments_payment AS payment ON payment.order_id = placed.id
                        JOIN orders_orderline AS line ON line.order_id = placed.id WHERE line.sku = %s"""
        rows = database.execute(question, [self._rare]).fetchall()
        return sum(
            pieces for key, total, pieces in rows if key in bank and bank[key].captured - bank[key].refunded == total
        )

    def _put_on_the_shelf(self, pieces: int) -> None:
        with self._shop.api() as staff:
            staff.count(self._rare, pieces)

    def _filled(self, count: int, seed: object) -> list[Cart]:
        command = [sys.executable, "-m", "tests.races.burst.fill", str(count), str(seed), json.dumps(self._shop.told)]
        done = subprocess.run(command, env=self._shop.environ, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def _let_time_pass(self, database: psycopg.Connection) -> None:
        """Whoever has not paid by now has lost the goods."""
        self._days += 1
        later = datetime.now(UTC) + self._days * _LONG_ENOUGH
        self._shop.comptoir("clock", "set", later.isoformat()).check_returncode()
        until(lambda: self._level(database)[1] == 0, "the goods of those who vanished are free", seconds=HEALED_SECONDS)

    def _order(self, carts: list[Cart], luck: Random, *, faults: bool) -> Wave:
        """All of them at once, ``LINES`` on the line at a time."""
        wave, queue = Wave(), SimpleQueue[tuple[Cart, str]]()
        for cart in carts:
            fate = luck.randrange(100) if faults else 99
            outcome = "decline" if fate < DECLINED else "challenge" if fate < DECLINED + VANISHED else "approve"
            queue.put((cart, outcome))
        people = [threading.Thread(target=self._stand, args=(queue, wave)) for _ in range(LINES)]
        for each in people:
            each.start()
        for each in people:
            each.join()
        return wave

    def _stand(self, queue: "SimpleQueue[tuple[Cart, str]]", wave: Wave) -> None:
        with self._shop.api() as api:
            while True:
                try:
                    cart, outcome = queue.get_nowait()
                except Empty:
                    return
                payment = {"method": "simulator", "outcome": outcome}
                try:
                    answer = api.ask(
                        "POST",
                        f"/carts/{cart['cart_id']}/order",
                        cart["body"] | {"payment": payment},
                        token=cart["token"],
                        key=str(uuid4()),
                    )
                    body = answer.json()
                    kind = f"{answer.status_code} {body.get('code') or body.get('status')}"
                    paid = body.get("status") == "paid"
                except (httpx.TransportError, ValueError) as error:
                    kind, paid = type(error).__name__, False
                with wave.lock:
                    wave.told[kind] += 1
                    wave.pieces += cart["rare"] if paid else 0
