"""Cards tried out through the interface: told as any limit, and the cart is still there."""

from typing import Any

from comptoir.api.tests.conftest import Api
from comptoir.domains.payments.actions import open_payment, record_outcome
from comptoir.domains.payments.testing import make_method, outcome_of
from comptoir.domains.payments.values import DECLINES_OF_SOURCE, PaymentState
from comptoir.flows.testing import Shop
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.requests import source_of
from comptoir.kernel.testing import OWNER


class Place:
    """As much of a request as its source is taken from."""

    headers: dict[str, str] = {}
    META = {"REMOTE_ADDR": "203.0.113.9"}


def test_many_orders_from_one_place_have_to_wait(api: Api, shop: Shop) -> None:
    method = make_method(provider="simulator")
    place: Any = Place()
    for _ in range(DECLINES_OF_SOURCE):
        opened = open_payment(
            order_id=new_id(),
            market=shop.market,
            method=method.code,
            amount=Money(1_000, "EUR"),
            source=source_of(place),
            actor=OWNER,
            now=clock.now(),
        )
        outcome = outcome_of(opened, PaymentState.FAILED)
        record_outcome(payment_id=opened.id, outcome=outcome, actor=OWNER, now=clock.now())
    id, token = api.cart(shop)
    body = api.order_body(id, token)
    api.client.defaults["REMOTE_ADDR"] = Place.META["REMOTE_ADDR"]
    by_card = body | {"payment": {"method": method.code}}
    answer = api.ask("POST", f"/carts/{id}/order", by_card, token=token, idempotency_key="k1")
    assert (answer.status_code, answer.json()["code"]) == (429, "payments.too_many_declined")
    assert int(answer["Retry-After"]) > 3_000
    again = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k2")
    assert again.status_code == 201  # by transfer
