"""Somebody labels a parcel while others change or send it: in the end the carrier expects what has a label."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.fulfilment.actions import call_off_label
from comptoir.domains.fulfilment.queries import shipments_by_id
from comptoir.domains.fulfilment.testing import every_label
from comptoir.domains.fulfilment.values import ON_THE_PARCEL, LabelState, ShipmentId, ShipmentState
from comptoir.domains.orders.values import OrderChange, OrderId
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.edit_order import edit_order
from comptoir.flows.label_parcel import label_parcel
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_labels import sweep_labels
from comptoir.flows.testing import HOME, agree, buyer, fill_cart, open_shop
from comptoir.flows.tests.carriers import scripted
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import all_holds, chance, sizes

TRIALS = sizes("label or change", 24)


def _steps(order_id: OrderId, parcel: ShipmentId) -> dict[str, Callable[[], Any]]:
    how: dict[str, Any] = {"actor": OWNER, "now": NOON}
    less = OrderChange(builds_on=1, called_off={1: 1})
    elsewhere = OrderChange(builds_on=1, shipping_address=replace(HOME, line1="9 rue des Remparts"))
    return {
        "label": partial(label_parcel, shipment_id=parcel, **how),
        "label too": partial(label_parcel, shipment_id=parcel, **how),
        "one piece less": partial(edit_order, order_id=order_id, change=less, because="x", **how),
        "another address": partial(edit_order, order_id=order_id, change=elsewhere, because="x", **how),
        "not wanted": partial(call_off_label, shipment_id=parcel, because="x", **how),
        "ship": partial(ship_order, order_id=order_id, **how),
        "cancel": partial(cancel_order, order_id=order_id, because="x", **how),
        "sweep": partial(sweep_labels, **how),
    }


@pytest.mark.django_db(transaction=True)
def test_what_the_carrier_expects_is_what_has_a_label(settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    luck, seen, shop = chance("label or change"), Counter[str](), open_shop(stock=10 * TRIALS)
    with scripted() as carrier:
        for trial in range(TRIALS):
            placed = place_order(checkout=agree(fill_cart(shop)), key=str(trial), actor=buyer(), now=NOON)
            order_id = OrderId(UUID(placed.order_id))
            record_payment(order_id=order_id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=NOON)
            (parcel,) = prepare_order(order_id=order_id, actor=OWNER, now=NOON)
            steps = _steps(order_id, parcel)
            chosen = ["label", "label too", *luck.sample(list(steps)[2:], luck.randint(1, 3))]
            for name, answer in zip(chosen, at_once([steps[name] for name in chosen]), strict=True):
                fine = isinstance(answer, BusinessError) or not isinstance(answer, Exception)
                assert fine, f"trial {trial} of {TRIALS}, {chosen}: {name} met {answer!r}"
                seen[f"{name}: {'refused' if isinstance(answer, Exception) else 'done'}"] += 1
        while sweep_labels(actor=OWNER, now=NOON):
            pass
        _expected_is_labelled(carrier.asked)
    all_holds()
    assert {each.partition(":")[0] for each in seen if each.endswith("done")} >= {"label", "one piece less", "ship"}


def _expected_is_labelled(asked: list[tuple[str, Any]]) -> None:
    told = Counter(asked)
    assert set(told.values()) == {1}, "each label was asked for once, and withdrawn once"
    labels = every_label()
    expected = {key for what, key in asked if what == "book"} - {key for what, key in asked if what == "withdraw"}
    assert expected == {label.id for label in labels if label.state is LabelState.MADE}
    live = Counter(label.shipment_id for label in labels if label.state in ON_THE_PARCEL)
    assert set(live.values()) <= {1}
    assert ShipmentState.CANCELLED not in {each.state for each in shipments_by_id(live).values()}
