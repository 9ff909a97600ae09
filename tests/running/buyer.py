"""A buyer with a bad line and patience: repeats whatever got no answer, and orders under one key however often."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from comptoir.flows.testing import HOME
from tests.running.shop import Api, RunningShop

PATIENCE_SECONDS = 120.0
"""The shop has promised to be itself again by then, whatever happened to it."""

_ADDRESS = {name: value for name, value in HOME.values().items() if value}


@dataclass(frozen=True, kw_only=True)
class Basket:
    """A cart with everything told: where it is, its token, and what its buyer agrees to."""

    cart_id: str
    path: str
    token: str
    body: dict[str, Any]


class GaveUp(AssertionError):
    """No final answer within ``PATIENCE_SECONDS``."""


class Buyer:
    """One person; not for several threads at once."""

    def __init__(self, shop: RunningShop) -> None:
        self._shop = shop
        self.api: Api = shop.api()
        self._email = f"{uuid4()}@exemple.example"
        self.repeats: Counter[str] = Counter()
        """Why something had to be asked for again: how often, by kind of error or code of the answer."""

    def fill(self, *, sku: str = "", quantity: int = 1, method: str = "simulator", outcome: str = "approve") -> Basket:
        """A cart that is ready to be ordered, and paid in that way."""
        opened = self.patiently("POST", "/carts", {"market": self._shop.told["market"]}).json()
        path, token = f"/carts/{opened['id']}", opened["token"]
        self.patiently("PUT", f"{path}/lines/{sku or self._shop.told['sku']}", {"quantity": quantity}, token=token)
        details = {"email": self._email, "shipping_address": _ADDRESS, "delivery_method": "home"}
        shown = self.patiently("PUT", f"{path}/details", details, token=token).json()
        payment = {"method": method} | ({"outcome": outcome} if method == "simulator" else {})
        body = {"shown_total": shown["total"], "terms_version": shown["terms_version"], "payment": payment}
        return Basket(cart_id=opened["id"], path=path, token=token, body=body)

    def order(self, basket: Basket, *, key: str = "") -> httpx.Response:
        """Place the order, again and again under the same key until there is a final answer."""
        return self.patiently("POST", f"{basket.path}/order", basket.body, token=basket.token, key=key or str(uuid4()))

    def patiently(self, method: str, path: str, body: Any = None, *, token: str = "", key: str = "") -> httpx.Response:
        """The first final answer; what never came, or says to come again, is asked for again.

        :raises GaveUp: when none comes in time.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        heard = "nothing"
        while time.monotonic() < deadline:
            try:
                answer = self.api.ask(method, path, body, token=token, key=key)
            except httpx.TransportError as error:
                heard, kind = repr(error), type(error).__name__
            else:
                if not _come_again(answer):
                    return answer
                heard, kind = f"{answer.status_code} {answer.text[:300]}", f"{answer.status_code} {_code(answer)}"
            self.repeats[kind] += 1
            time.sleep(0.2)
        raise GaveUp(f"{method} {path}: last heard {heard}")


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code"))
    except ValueError:
        return "without a code"


def _come_again(answer: httpx.Response) -> bool:
    return answer.status_code >= 500 or (
        answer.status_code == httpx.codes.CONFLICT and _code(answer) == "once.in_progress"
    )
