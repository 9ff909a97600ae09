from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from comptoir.domains.fulfilment.events import ParcelShipped
from comptoir.domains.fulfilment.values import ShipmentId
from comptoir.domains.integrations import actions
from comptoir.domains.integrations.actions import (
    change_subscription,
    claim_deliveries,
    create_subscription,
    forget_deliveries,
    queue_deliveries,
    queue_ping,
    record_answer,
    redeliver,
    remove_subscription,
    replay_deliveries,
    reseal_secrets,
    retry_subscription,
    rotate_secret,
    switch_subscription,
)
from comptoir.domains.integrations.errors import NoSuchMarket, SwitchedOff, UnknownDelivery, UnknownSubscription
from comptoir.domains.integrations.queries import (
    deliveries,
    delivery,
    failing_subscriptions,
    subscription,
    subscriptions,
    waiting_by_subscription,
)
from comptoir.domains.integrations.testing import make_subscription, pass_news_on
from comptoir.domains.integrations.tests.telling import answered, claim, log, paid, placed, queue, told, two_markets
from comptoir.domains.integrations.values import (
    EVENT_NAMES,
    FOLLOWED,
    PING,
    Answer,
    DeliveryId,
    DeliveryState,
    Outgoing,
    SubscriptionDraft,
    SubscriptionId,
)
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.markets.testing import make_market
from comptoir.domains.orders.testing import make_order
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import declared_events, emit, reactions_by_event
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db


IN_FRANCE = anybody("integrations.*", markets=frozenset({"fr"}))
DRAFT = SubscriptionDraft(name="ERP", url="https://erp.example/", event_names=frozenset(EVENT_NAMES))


def test_messages_about_an_order_are_numbered_and_thin() -> None:
    id, _ = make_subscription()
    order, other = make_order(), make_order()
    assert queue(placed(order), placed(other), paid(order)) == 3
    assert queue(ParcelShipped(order_id=order.id, shipment_id=ShipmentId(new_id()))) == 1
    first, between, second, third = log(id)
    assert [each.position for each in log(id)] == [1, 2, 3, 4]
    assert [(each.subject, each.sequence) for each in (first, second, third)] == [
        (f"order_id:{order.id}", number) for number in (1, 2, 3)
    ]
    assert (between.subject, between.sequence) == (f"order_id:{other.id}", 1)
    assert told(second) == {
        "type": "orders.order_paid.1",
        "timestamp": NOON.isoformat(),
        "data": {
            "order_id": str(order.id),
            "market": "fr",
            "sequence": 2,
            "order": {
                "id": str(order.id),
                "number": order.number,
                "state": "awaiting_payment",
                "market": "fr",
                "url": f"http://localhost:8000/api/v1/orders/{order.id}",
            },
        },
    }
    assert "lucie" not in first.body.lower(), "who the customer is stays with us"


def test_news_of_the_outbox_reaches_whoever_wants_it() -> None:
    all_of_it, _ = make_subscription()
    only_paid, _ = make_subscription(event_names=("orders.order_paid.1",))
    order = make_order()
    pass_news_on()
    with transaction.atomic():
        emit(paid(order))
    pass_news_on()
    assert [each.event_name for each in log(all_of_it)] == ["orders.order_placed.1", "orders.order_paid.1"]
    assert [(each.event_name, each.sequence) for each in log(only_paid)] == [("orders.order_paid.1", 1)]
    pass_news_on()
    assert len(log(all_of_it)) == 2, "once each"


def test_everything_about_orders_and_parcels_goes_out() -> None:
    # Imported orders are no news; what a picker did not find is about a batch, which no ERP knows.
    left_out = {"orders.orders_added.1", "fulfilment.picks_short.1"}
    lives = {name for name in declared_events() if name.startswith(("orders.", "fulfilment."))}
    assert lives - left_out <= set(EVENT_NAMES), "because an ERP follows an order's life: add it to values.FOLLOWED"
    heard = {name for name, each in reactions_by_event().items() if "integrations.reactions" in str(each)}
    assert heard == set(EVENT_NAMES) == {kind.NAME for kind in FOLLOWED}


def test_who_listens_to_a_market_hears_of_that_market() -> None:
    order = make_order()
    two_markets()
    here, _ = make_subscription(markets=frozenset({"fr"}))
    there, _ = make_subscription(markets=frozenset({"be"}))
    queue(paid(order), ParcelShipped(order_id=order.id, shipment_id=ShipmentId(new_id())))
    queue(AvailabilityChanged(variant_ids=()))
    assert [each.sequence for each in log(here)] == [1, 2, None]
    assert [each.event_name for each in log(there)] == ["inventory.availability_changed.1"], "stock has no market"


def test_an_order_that_is_not_known_is_told_to_whoever_hears_all() -> None:
    make_market()
    narrow, _ = make_subscription(markets=frozenset({"fr"}))
    wide, _ = make_subscription()
    queue(ParcelShipped(order_id=new_id(), shipment_id=ShipmentId(new_id())))
    assert (len(log(narrow)), len(log(wide))) == (0, 1)


def test_secrets_are_sealed_and_survive_a_new_key_of_the_installation(settings: Any) -> None:
    id, secret = make_subscription()
    rotate_secret(subscription_id=id, actor=OWNER, now=NOON)
    assert secret not in str(fetch("SELECT * FROM integrations_subscription"))
    assert secret not in str(fetch("SELECT * FROM kernel_history"))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert reseal_secrets(actor=OWNER, now=NOON) == 1
    settings.SECRET_KEY_FALLBACKS = []
    queue(placed(make_order()))
    (sent,) = claim()
    assert sent.secrets[1] == secret
    assert "whsec" not in repr(sent)
    reseal_secrets(actor=OWNER, now=NOON + timedelta(days=2))
    assert fetch("SELECT former_secret, former_secret_until FROM integrations_subscription") == [("", None)]


@pytest.mark.django_db(transaction=True)
def test_a_subscription_is_changed_switched_and_removed() -> None:
    id, _ = make_subscription()
    wanted = replace(DRAFT, name="WMS", event_names=frozenset({"orders.order_paid.1"}))
    change_subscription(subscription_id=id, draft=wanted, actor=OWNER, now=NOON)
    change_subscription(subscription_id=id, draft=wanted, actor=OWNER, now=NOON)
    found = subscription(id, actor=OWNER)
    assert (found.name, found.event_names) == ("WMS", wanted.event_names)
    queue(paid(make_order()))
    switch_subscription(subscription_id=id, enabled=False, actor=OWNER, now=NOON)
    switch_subscription(subscription_id=id, enabled=False, actor=OWNER, now=NOON)
    assert claim() == []
    for again in (queue_ping, replay_deliveries):
        with pytest.raises(SwitchedOff):
            again(subscription_id=id, actor=OWNER, now=NOON)
    with pytest.raises(SwitchedOff):
        redeliver(delivery_id=log(id)[0].id, actor=OWNER, now=NOON)
    remove_subscription(subscription_id=id, actor=OWNER, now=NOON)
    assert subscriptions(actor=OWNER) == []
    actions_told = [line.action for line in history_of("integrations.subscription", id)]
    assert actions_told == ["removed", "switched_off", "changed", "created"]


def test_a_ping_says_whose_it_is() -> None:
    id, _ = make_subscription()
    queue_ping(subscription_id=id, actor=OWNER, now=NOON)
    (ping,) = log(id)
    assert told(ping)["type"] == ping.event_name == PING
    assert told(ping)["data"] == {"webhook_id": str(id)}


def test_the_log_is_read_newest_first_and_by_state() -> None:
    id, _ = make_subscription()
    queue(*(placed(make_order()) for _ in range(3)))
    answered(claim()[0])
    page = deliveries(id, page_size=2, actor=OWNER)
    assert [each.position for each in page.items] == [3, 2]
    rest = deliveries(id, cursor=page.next_cursor, page_size=2, actor=OWNER)
    assert [each.position for each in rest.items] == [1]
    ended = deliveries(id, state=DeliveryState.DELIVERED, actor=OWNER)
    assert [each.position for each in ended.items] == [1]


@pytest.mark.django_db(transaction=True)
def test_nobody_has_more_told_than_they_may_see() -> None:
    two_markets()
    wide, _ = make_subscription()
    queue(placed(make_order()))
    own, _ = create_subscription(draft=replace(DRAFT, markets=frozenset({"fr"})), actor=IN_FRANCE, now=NOON)
    before = snapshot()
    for markets in (None, frozenset({"be"}), frozenset({"fr", "be"})):
        with pytest.raises(NotAllowed):
            create_subscription(draft=replace(DRAFT, markets=markets), actor=IN_FRANCE, now=NOON)
        with pytest.raises(NotAllowed):
            change_subscription(subscription_id=own, draft=replace(DRAFT, markets=markets), actor=IN_FRANCE, now=NOON)
    with pytest.raises(UnknownSubscription):
        rotate_secret(subscription_id=wide, actor=IN_FRANCE, now=NOON)
    with pytest.raises(UnknownSubscription):
        redeliver(delivery_id=log(wide)[0].id, actor=IN_FRANCE, now=NOON)
    with pytest.raises(UnknownSubscription):
        deliveries(wide, actor=IN_FRANCE)
    with pytest.raises(UnknownDelivery):
        delivery(log(wide)[0].id, actor=IN_FRANCE)
    assert [each.id for each in subscriptions(actor=IN_FRANCE)] == [own]
    assert snapshot() == before


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_is_refused() -> None:
    before = snapshot()
    with pytest.raises(ManyInvalid):
        create_subscription(draft=replace(DRAFT, url="http://erp.example/"), actor=OWNER, now=NOON)
    with pytest.raises(NoSuchMarket):
        create_subscription(draft=replace(DRAFT, markets=frozenset({"atlantis"})), actor=OWNER, now=NOON)
    with pytest.raises(UnknownSubscription):
        switch_subscription(subscription_id=SubscriptionId(new_id()), enabled=True, actor=OWNER, now=NOON)
    assert snapshot() == before


NOTHING = SubscriptionId(new_id())
SENT = Outgoing(
    delivery_id=DeliveryId(new_id()), subscription_id=NOTHING, url="", body="", leased_until=NOON, secrets=()
)
REFUSED: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (create_subscription, {"draft": DRAFT}),
    (change_subscription, {"subscription_id": NOTHING, "draft": DRAFT}),
    (switch_subscription, {"subscription_id": NOTHING, "enabled": True}),
    (remove_subscription, {"subscription_id": NOTHING}),
    (rotate_secret, {"subscription_id": NOTHING}),
    (reseal_secrets, {}),
    (queue_deliveries, {"happened": []}),
    (queue_ping, {"subscription_id": NOTHING}),
    (redeliver, {"delivery_id": DeliveryId(new_id())}),
    (replay_deliveries, {"subscription_id": NOTHING}),
    (retry_subscription, {"subscription_id": NOTHING}),
    (claim_deliveries, {"room": 1, "each": 1}),
    (record_answer, {"sent": SENT, "answer": Answer(status=200), "luck": 0}),
    (forget_deliveries, {"before": NOON, "limit": 1}),
]


@pytest.mark.parametrize(("act", "arguments"), REFUSED, ids=[act.__name__ for act, _ in REFUSED])
def test_without_the_right_nothing_is_done(act: Callable[..., Any], arguments: dict[str, Any]) -> None:
    id, _ = make_subscription()
    queue(placed(make_order()))
    arguments = {name: id if value is NOTHING else value for name, value in arguments.items()}
    before = snapshot()
    for actor in (NOBODY, anybody("integrations.view"), anybody("orders.*")):
        with pytest.raises(NotAllowed):
            act(**arguments, actor=actor, now=NOON)
    assert snapshot() == before


def test_every_verb_is_among_those_refused() -> None:
    assert {act.__name__ for act, _ in REFUSED} == set(actions.__all__)
    for ask in (subscriptions, waiting_by_subscription, failing_subscriptions):
        with pytest.raises(NotAllowed):
            ask(actor=NOBODY)
