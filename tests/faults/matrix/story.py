"""One cell lived: a buyer orders while somebody dies, and what became of it is judged by those who did not see it."""

import time
from dataclasses import dataclass
from random import Random
from typing import Any

import httpx
import psycopg

from comptoir.connectors.payments.simulator.account import account_in
from comptoir.domains.integrations.testing import Receiver
from comptoir.operations.postgres import addresses
from comptoir.operations.verify.witness import books_of_the_bank
from tests.faults.matrix.plant import Plant
from tests.faults.matrix.steps import STEPS, Cell, Money, Step
from tests.running.buyer import Buyer
from tests.running.shop import RunningShop
from tests.running.truth import HEALED_SECONDS, breaks_in, orders_of, unfinished

_WAITING_NEWS = """
SELECT 'letter ' || id || ' waits' FROM messages_message WHERE state = 'queued'
UNION ALL
SELECT 'message to the ERP ' || id || ' waits' FROM integrations_delivery WHERE state = 'queued'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What a cell came to: how long after the fault all was well, and what was wrong then, in words."""

    healed_seconds: float
    lost: int
    charged_twice: int
    orphans: int
    wrong: tuple[str, ...]


class Stage:
    """One shop with its faults and the ERP that listens. Cells are lived in it one after the other."""

    def __init__(self, shop: RunningShop, plant: Plant, erp: Receiver, money: Money) -> None:
        self._shop, self._plant, self._erp, self._money = shop, plant, erp, money

    def open(self) -> None:
        """The ERP asks to be told of everything that is paid."""
        with self._shop.api() as staff:
            events = ["orders.order_paid.1", "orders.order_placed.1"]
            wanted = {"name": "ERP", "url": self._erp.url, "events": events}
            staff.ask("POST", "/webhooks", wanted).raise_for_status()

    def live(self, cell: Cell, luck: Random) -> Lived:
        step = STEPS[cell.step]
        self._shop.wait_until_ready()
        buyer = Buyer(self._shop)
        with buyer.api:
            basket = buyer.fill(quantity=luck.randint(1, 3), outcome=step.outcome)
            self._weather(copies=0 if step.silent else 1, late_ms=luck.randrange(100, 800))
            if not step.ships:
                self._plant.arm(self._shop, cell)
            answer = buyer.order(basket)
            assert answer.status_code == httpx.codes.CREATED, f"{answer.status_code} {answer.text[:300]}"
            placed = answer.json()
            if step.ships:
                self._heal(time.time())
                self._pay_until_paid(buyer, placed)  # the bank may still be resting after the cell before
                self._plant.arm(self._shop, cell)
                self._ship(buyer, placed["id"])
            fired_at = self._plant.fired_at()
            self._heal(fired_at)
            healed = time.time() - fired_at
            self._pay_until_paid(buyer, placed)
            if self._money is Money.AT_SHIPMENT and not step.ships:
                self._ship(buyer, placed["id"])
                self._heal(time.time())
        return self._judge(basket.cart_id, placed, step, healed)

    def _shown(self, order_id: str) -> dict[str, Any]:
        staff = Buyer(self._shop)  # for the patience: without a token, the machine's key is sent
        with staff.api:
            shown: dict[str, Any] = staff.patiently("GET", f"/orders/{order_id}").json()
        return shown

    def _state(self, order_id: str) -> str:
        return str(self._shown(order_id)["status"])

    def _pay_until_paid(self, buyer: Buyer, placed: dict[str, Any]) -> None:
        """Where nothing was taken, and the buyer was told so, they press the button once more; and again, if the bank
        is still away."""
        paying, since = {"method": "simulator", "outcome": "approve"}, time.time()
        while self._state(placed["id"]) == "awaiting_payment":
            assert time.time() - since < HEALED_SECONDS, "it cannot be paid"
            assert not self._kept(placed["id"]), "money was taken for an order that is said to wait for it"
            answer = buyer.patiently("POST", f"/orders/{placed['id']}/payments", paying, token=placed["token"])
            assert answer.status_code == httpx.codes.CREATED, answer.text[:300]
            self._heal(since)

    def _kept(self, order_id: str) -> int:
        bank = books_of_the_bank(self._shop.home)
        payments = self._shown(order_id)["payments"]
        return sum(bank[payment["id"]].kept for payment in payments if payment["id"] in bank)

    def _ship(self, buyer: Buyer, order_id: str) -> None:
        """Whoever got no answer asks again, and whoever was told that the bank does not pay now. That it has left
        already, is an answer."""
        since, answer = time.time(), None
        while self._state(order_id) != "shipped":
            assert time.time() - since < HEALED_SECONDS, f"it cannot be shipped: {answer.text if answer else ''}"
            answer = buyer.patiently("POST", f"/orders/{order_id}/ship", {})
            assert answer.status_code in (httpx.codes.OK, httpx.codes.CONFLICT), answer.text[:300]

    def _weather(self, **changes: int) -> None:
        headers = {"Authorization": f"Bearer {account_in(self._shop.home).api_key}"}
        url = f"{self._shop.bank_url}control"
        httpx.post(url, json=changes, headers=headers, trust_env=False).raise_for_status()

    def _heal(self, since: float) -> None:
        """Nobody lifts a finger."""
        while left := self._left():
            waited = time.time() - since
            assert waited < HEALED_SECONDS, f"after {waited:.0f} s still {len(left)}, such as {left[:5]}"
            time.sleep(0.2)

    def _left(self) -> list[str]:
        if left := unfinished(self._shop):
            return left
        try:
            with psycopg.connect(addresses.url(self._shop.home, role=addresses.READER)) as connection:
                return [words for (words,) in connection.execute(_WAITING_NEWS)]
        except psycopg.OperationalError as error:
            return [f"the database does not answer: {error}"]

    def _judge(self, cart_id: str, placed: dict[str, Any], step: Step, healed: float) -> Lived:
        """Exactly one paid order and one charge, of its total; who must be told, was told."""
        found, total = orders_of(self._shop, [cart_id]), placed["total"]["minor"]
        bank = books_of_the_bank(self._shop.home)
        shown = self._shown(placed["id"])
        books = [bank[payment["id"]] for payment in shown["payments"] if payment["id"] in bank]
        charges = [each for each in books if each.captured - each.refunded]
        set_aside = sum(each.kept - (each.captured - each.refunded) for each in books)
        wrong = breaks_in(self._shop)
        if set(found) != {placed["id"]}:
            wrong.append(f"orders of the cart: {found}")
        if shown["status"] not in ("paid", "shipped"):
            wrong.append(f"the order is {shown['status']}")
        if [each.captured - each.refunded for each in charges] != [total]:
            wrong.append(f"charged {[each.captured - each.refunded for each in charges]} of {total}")
        if not any(placed["id"].encode() in heard.body for heard in self._erp.heard):
            wrong.append("the ERP was never told of it")
        return Lived(
            healed_seconds=round(healed, 1),
            lost=int(shown["status"] not in ("paid", "shipped") and bool(charges)),
            charged_twice=max(0, len(charges) - 1),
            orphans=int(set_aside > 0),
            wrong=tuple(wrong),
        )
