"""A bank that is down, hangs, flaps and loses its answers; and messages that pretend to come from it."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comptoir.connectors.payments.simulator.account import account_in
from comptoir.connectors.payments.tests.bank import RunningBank
from comptoir.kernel.testing import at_once
from comptoir.operations.verify.witness import books_of_the_bank
from tests.races.over_http.test_one_key import answers_of
from tests.races.showing import chance, sizes, tell
from tests.running.buyer import PATIENCE_SECONDS, Buyer
from tests.running.shop import RunningShop, until
from tests.running.truth import heal

BUYERS = 8
"""More at once than a web process lets wait for a bank."""
FAIR = {"down": False, "lose_replies": 0, "copies": 1, "delay_ms": 0, "late_ms": 3_000}


@pytest.fixture
def bank(running: RunningShop) -> Iterator[RunningBank]:
    """The bank of the open shop, in fair weather before and after."""
    running.wait_until_ready()
    bank = RunningBank(home=running.home, port=running.port + 1, pid=running.simulator())
    bank.weather(**FAIR)
    yield bank
    bank.weather(**FAIR)
    _rested(running)


def _rested(shop: RunningShop) -> None:
    """No web process refuses to ask the bank any more, because of what it has suffered."""
    buyer = Buyer(shop)
    with buyer.api:
        in_a_row = 0
        deadline = time.monotonic() + PATIENCE_SECONDS
        while in_a_row < 6:
            assert time.monotonic() < deadline, "the shop does not trust its bank again"
            in_a_row = in_a_row + 1 if buyer.order(buyer.fill()).json()["status"] == "paid" else 0


def status_of(shop: RunningShop, order_id: str) -> str:
    staff = Buyer(shop)
    with staff.api:
        return str(staff.patiently("GET", f"/orders/{order_id}").json()["status"])


def ordering(shop: RunningShop, outcome: str) -> dict[str, Any]:
    """One buyer's order, and the token of it."""
    buyer = Buyer(shop)
    with buyer.api:
        placed: dict[str, Any] = buyer.order(buyer.fill(outcome=outcome)).json()
    return placed


def paying_again(shop: RunningShop, placed: dict[str, Any]) -> None:
    """Until it is paid: whoever was told that nothing was taken tries once more, and again."""
    buyer, paying = Buyer(shop), {"method": "simulator", "outcome": "approve"}

    def paid() -> bool:
        buyer.patiently("POST", f"/orders/{placed['id']}/payments", paying, token=placed["token"])
        return status_of(shop, placed["id"]) == "paid"

    with buyer.api:
        until(paid, "the order can be paid", seconds=PATIENCE_SECONDS, every=0.5)


def charges_of(shop: RunningShop, placed: dict[str, Any]) -> list[int]:
    """What the bank has taken and not given back for an order, by payment."""
    bank, staff = books_of_the_bank(shop.home), Buyer(shop)
    with staff.api:
        payments = staff.patiently("GET", f"/orders/{placed['id']}").json()["payments"]
    kept = [bank[each["id"]] for each in payments if each["id"] in bank]
    return [each.captured - each.refunded for each in kept if each.captured - each.refunded]


def test_answers_that_are_lost_after_the_money_was_taken(running: RunningShop, bank: RunningBank) -> None:
    trials = sizes("lost answers", 3)
    bank.weather(lose_replies=trials)
    placed = answers_of(at_once([partial(_response, running, "approve") for _ in range(trials)]))
    orders = [answer.json() for answer in placed]
    took = heal(running)
    for each in orders:
        if status_of(running, each["id"]) != "paid":  # it was not even asked: too many waited for the bank
            paying_again(running, each)
        assert charges_of(running, each) == [each["total"]["minor"]]
    tell(f"{trials} answers lost: every order paid once, unknowns resolved after {took:.1f} s")


def _response(shop: RunningShop, outcome: str) -> httpx.Response:
    buyer = Buyer(shop)
    with buyer.api:
        return buyer.order(buyer.fill(outcome=outcome))


def test_a_bank_that_hangs_takes_no_browsing_with_it(running: RunningShop, bank: RunningBank) -> None:
    """It takes the money and never answers; meanwhile people look around."""
    waiting = [threading.Thread(target=ordering, args=(running, "never")) for _ in range(BUYERS)]
    with httpx.Client(base_url=running.base_url, timeout=30, trust_env=False) as visitor:
        for each in waiting:
            each.start()
        seen = 0
        while any(each.is_alive() for each in waiting):
            assert visitor.get("/fr/").status_code == httpx.codes.OK
            seen += 1
    assert seen > BUYERS, "nobody could look around while others waited for the bank"
    took = heal(running)
    tell(f"{BUYERS} orders at a bank that hangs: {seen} pages seen meanwhile, unknowns resolved after {took:.1f} s")


def test_a_bank_that_is_down_and_comes_back(running: RunningShop, bank: RunningBank) -> None:
    bank.weather(down=True)
    placed = ordering(running, "approve")
    assert placed["status"] == "awaiting_payment"
    assert charges_of(running, placed) == []
    bank.weather(down=False)
    heal(running)
    paying_again(running, placed)
    assert charges_of(running, placed) == [placed["total"]["minor"]]


def test_a_bank_that_flaps(running: RunningShop, bank: RunningBank) -> None:
    luck, enough = chance("flapping bank"), threading.Event()
    orders: list[dict[str, Any]] = []

    def buy() -> None:
        while not enough.is_set():
            orders.append(ordering(running, "approve"))

    crowd = [threading.Thread(target=buy) for _ in range(4)]
    for each in crowd:
        each.start()
    for _ in range(sizes("flapping bank", 5, long=40)):
        bank.weather(down=bool(luck.randrange(2)), lose_replies=luck.randrange(3))
        time.sleep(luck.uniform(0.1, 0.6))
    bank.weather(**FAIR)
    enough.set()
    for each in crowd:
        each.join(PATIENCE_SECONDS)
    took = heal(running)
    for placed in orders:
        paid = status_of(running, placed["id"]) == "paid"
        assert charges_of(running, placed) == ([placed["total"]["minor"]] if paid else [])
    tell(f"{len(orders)} orders at a bank that flaps, resolved after {took:.1f} s")


# --- messages that are not what they seem


def _signed(secret: str, body: bytes, *, at: float) -> dict[str, str]:
    id, timestamp = f"msg_{uuid4().hex}", str(int(at))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()).decode()
    return {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}


def _claim(payment: dict[str, Any], **changes: Any) -> bytes:
    """As the bank would tell that a payment was captured."""
    data = {
        "key": payment["id"],
        "reference": f"pay_{uuid4().hex}",
        "status": "captured",
        "merchant": "M-0",
        "amount": payment["amount"]["minor"],
        "currency": payment["amount"]["currency"],
        "captured": payment["amount"]["minor"],
    }
    return json.dumps({"type": "payment.captured", "data": data | changes}).encode()


def test_forged_and_lying_messages_pay_nothing(running: RunningShop, bank: RunningBank) -> None:
    """Not signed, signed with another key, too old or from the future, and signed rightly but untrue."""
    placed = ordering(running, "challenge")  # the bank waits for its customer: nothing was taken
    payment, secret = placed["payment"], account_in(running.home).webhook_secret
    other = f"whsec_{base64.b64encode(b'another secret of 32 bytes .....').decode()}"
    body, now = _claim(payment), time.time()
    right = _signed(secret, body, at=now)
    attacks: dict[str, Callable[[], tuple[dict[str, str], bytes]]] = {
        "no signature": lambda: ({}, body),
        "an empty signature": lambda: (right | {"webhook-signature": ""}, body),
        "another key": lambda: (_signed(other, body, at=now), body),
        "an empty key": lambda: (_signed("whsec_", body, at=now), body),
        "another body": lambda: (right, _claim(payment, amount=1)),
        "six minutes old": lambda: (_signed(secret, body, at=now - 360), body),
        "three days old": lambda: (_signed(secret, body, at=now - 3 * 86_400), body),
        "from the future": lambda: (_signed(secret, body, at=now + 360), body),
        "a message of another id": lambda: (right | {"webhook-id": "msg_other"}, body),
    }
    with httpx.Client(base_url=running.base_url, timeout=30, trust_env=False) as attacker:
        for name, attack in attacks.items():
            headers, sent = attack()
            answer = attacker.post("/api/v1/payments/simulator/messages", content=sent, headers=headers)
            assert 400 <= answer.status_code < 500, f"{name}: {answer.status_code}"
        for lie in ({}, {"amount": 1}, {"currency": "USD"}, {"merchant": "M-1"}, {"captured": 10_000_000}):
            bank.send_message(payment["id"], type="payment.captured", changes={"status": "captured"} | lie)
        for _ in range(3):  # rightly signed, three times: it is believed no more for that
            answer = attacker.post("/api/v1/payments/simulator/messages", content=body, headers=right)
            assert answer.status_code == httpx.codes.NO_CONTENT
    time.sleep(1)
    assert status_of(running, placed["id"]) == "awaiting_payment"
    assert charges_of(running, placed) == []
    tell(f"{len(attacks)} forged messages refused, 6 untrue ones taken for a reason to ask: 0 orders paid by them")
