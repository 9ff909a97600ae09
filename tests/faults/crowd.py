"""Buyers who keep ordering while the shop is hurt, and remember what they were told."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from tests.running.buyer import PATIENCE_SECONDS, Buyer
from tests.running.shop import RunningShop, until
from tests.running.truth import breaks_in, orders_of

TRANSFER = "transfer"
OUTCOMES = ("approve",) * 6 + ("late", "decline", TRANSFER, TRANSFER)
"""Of the test bank, or by transfer, where nobody can be asked what became of a payment."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a buyer was told in the end about the order of a cart."""

    cart_id: str
    order_id: str
    status: str
    outcome: str


@dataclass
class Crowd:
    """``told`` grows while they order; ``failures`` are what a buyer should never see."""

    told: list[Told] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)
    enough: threading.Event = field(default_factory=threading.Event)

    def wait_for(self, more: int) -> None:
        """Until so many more orders have been acknowledged: the shop really sells at this moment."""
        wanted = len(self.told) + more
        until(lambda: len(self.told) >= wanted or self.failures, f"{more} orders more", seconds=PATIENCE_SECONDS)
        assert not self.failures, self.failures[:3]

    def buy(self, shop: RunningShop, chance: Random) -> None:
        buyer = Buyer(shop)
        with buyer.api:
            while not self.enough.is_set():
                outcome = chance.choice(OUTCOMES)
                try:
                    method = TRANSFER if outcome == TRANSFER else "simulator"
                    basket = buyer.fill(quantity=chance.randint(1, 3), method=method, outcome=outcome)
                    answer = buyer.order(basket)
                    assert answer.status_code == 201, f"{answer.status_code} {answer.text[:500]}"
                    order = answer.json()
                except Exception as error:  # noqa: BLE001 - whatever it is, no buyer should have met it
                    self.failures.append(f"{type(error).__name__}: {error}")
                    return
                self.told.append(
                    Told(cart_id=basket.cart_id, order_id=order["id"], status=order["status"], outcome=outcome)
                )
        self.repeats += buyer.repeats

    def figures(self) -> str:
        statuses = Counter(f"{told.outcome} > {told.status}" for told in self.told)
        return f"{len(self.told)} orders {dict(statuses)}, asked again for {dict(self.repeats)}"

    def check_against(self, shop: RunningShop) -> None:
        """Every order that somebody was told of is there, and no other of their carts; what was paid stays paid.

        And every check of `comptoir verify` holds. They may be ordering on meanwhile.
        """
        assert not self.failures, self.failures[:3]
        told = list(self.told)
        found = orders_of(shop, [each.cart_id for each in told])
        assert set(found) == {each.order_id for each in told}
        moved = [each for each in told if each.status == "paid" and found[each.order_id] != "paid"]
        assert not moved, moved[:3]
        broken = breaks_in(shop)
        assert not broken, broken[:10]

    def check_refusals(self) -> None:
        """Some were in the middle of it, and were told to come again, or nothing: never that something is broken."""
        assert self.repeats, "nobody was hit"
        wrong = [kind for kind in self.repeats if kind.startswith("5") and kind != "503 kernel.database_away"]
        assert not wrong, self.repeats


@contextmanager
def crowd(shop: RunningShop, chance: Random, *, buyers: int = 4) -> Iterator[Crowd]:
    """They order for as long as this lasts; what they have begun, they finish."""
    people = Crowd()
    threads = [
        threading.Thread(target=people.buy, args=(shop, Random(chance.random())), daemon=True) for _ in range(buyers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield people
    finally:
        people.enough.set()
        for thread in threads:
            thread.join(4 * PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads)
