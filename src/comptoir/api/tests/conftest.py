from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.test import Client

from comptoir.flows.testing import HOME, Shop
from tests.kept import laid_shop
from tests.remembering import remembering


class Api:
    """Speaks JSON to the interface, as a front end would."""

    def __init__(self) -> None:
        self.client = Client()

    def ask(self, method: str, path: str, body: Any = None, *, token: str = "", **headers: str) -> Any:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            told["Authorization"] = f"Bearer {token}"
        content = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        return self.client.generic(method, f"/api/v1{path}", content, content_type="application/json", headers=told)

    def cart(self, shop: Shop, *, quantity: int = 2) -> tuple[UUID, str]:
        """A cart that is ready to be ordered: its id and token."""
        opened = self.ask("POST", "/carts", {"market": "fr"}).json()
        id, token = opened["id"], opened["token"]
        self.ask("PUT", f"/carts/{id}/lines/{shop.sku}", {"quantity": quantity}, token=token)
        address = {name: value for name, value in HOME.values().items() if value}
        details = {"email": "lucie@exemple.example", "shipping_address": address, "delivery_method": "home"}
        self.ask("PUT", f"/carts/{id}/details", details, token=token)
        return UUID(id), token

    def order_body(self, id: UUID, token: str) -> dict[str, Any]:
        shown = self.ask("GET", f"/carts/{id}", token=token).json()
        return {
            "shown_total": shown["total"],
            "terms_version": shown["terms_version"],
            "payment": {"method": "transfer"},
        }

    def order(self, shop: Shop, *, key: str = "k1", quantity: int = 2) -> Any:
        """The answer to placing an order."""
        id, token = self.cart(shop, quantity=quantity)
        return self.ask("POST", f"/carts/{id}/order", self.order_body(id, token), token=token, idempotency_key=key)


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return laid_shop(stock=50)


@pytest.fixture(autouse=True)
def _remembering() -> Iterator[None]:
    with remembering():
        yield
