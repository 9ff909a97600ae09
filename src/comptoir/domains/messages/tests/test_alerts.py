"""Being told when an article is back: asked, confirmed, told once and in turn, forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.markets.testing import make_market
from comptoir.domains.messages import jobs
from comptoir.domains.messages.actions import (
    add_alerts,
    ask_for_alert,
    confirm_alert,
    erase_alerts,
    forget_old_alerts,
    stop_alert,
    tell_back_in_stock,
)
from comptoir.domains.messages.errors import NothingToWaitFor, StillThere, UnknownAlert
from comptoir.domains.messages.models import Message as MessageRow
from comptoir.domains.messages.models import StockAlert as AlertRow
from comptoir.domains.messages.queries import alert, alert_demand, alert_demand_for
from comptoir.domains.messages.values import AlertId, AlertState, MessageKind, MessageState, PastAlert
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel import clock
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, NotAllowed
from comptoir.kernel.emails import BadEmail
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot

pytestmark = pytest.mark.django_db
ANYBODY = Actor(ActorKind.GUEST, "", "cart", frozenset({"messages.subscribe"}), ALL_MARKETS)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_TRANSPORT, settings.MAIL_FOLDER = "files", tmp_path
    return tmp_path


@dataclass(frozen=True)
class Shop:
    """What is sold out, and where."""

    market: str
    sku: str
    variant_id: VariantId


def open_shop() -> Shop:
    market, variant = make_market().code, make_product().variants[0]
    prices = [NewPrice(variant_id=variant.id, amount=Money(1290, "EUR"))]
    set_prices(prices=prices, market=market, actor=OWNER, now=NOON)
    made = Shop(market, variant.sku, variant.id)
    have(made, 0)
    return made


@pytest.fixture
def shop(db: None) -> Shop:
    return open_shop()


def have(shop: Shop, pieces: int) -> None:
    """So many stand on the shelf."""
    make_stock(pieces, variant_id=shop.variant_id)


def ask(shop: Shop, email: str = "lucie@exemple.example", now: Any = NOON) -> AlertId:
    ask_for_alert(sku=shop.sku, market=shop.market, language="fr", email=email, actor=ANYBODY, now=now)
    return AlertId(AlertRow.objects.get(email=email, state__in=["asked", "confirmed"]).pk)


def wait(shop: Shop, number: int) -> list[AlertId]:
    """So many people wait, a minute apart."""
    found = []
    for each in range(number):
        id = ask(shop, f"client{each}@exemple.example")
        confirm_alert(alert_id=id, actor=OWNER, now=NOON + timedelta(minutes=each))
        found.append(id)
    return found


def tell(shop: Shop, now: Any = NOON) -> int:
    return tell_back_in_stock(variant_ids=[shop.variant_id], actor=OWNER, now=now)


def letters(kind: MessageKind = MessageKind.STOCK_BACK) -> list[str]:
    return list(MessageRow.objects.filter(kind=kind).order_by("queued_at", "id").values_list("to", flat=True))


def test_nobody_waits_before_they_have_confirmed(shop: Shop) -> None:
    id = ask(shop)
    ask(shop, now=NOON + timedelta(hours=1))
    assert letters(MessageKind.ALERT_ASKED) == ["lucie@exemple.example"]
    have(shop, 5)
    assert tell(shop) == 0
    confirm_alert(alert_id=id, actor=OWNER, now=NOON)
    assert tell(shop) == 1
    assert letters() == ["lucie@exemple.example"]


def test_only_for_what_is_sold_out_and_sold_here(shop: Shop) -> None:
    with pytest.raises(NothingToWaitFor), transaction.atomic():
        ask_for_alert(sku="NIL", market=shop.market, language="fr", email="a@b.example", actor=ANYBODY, now=NOON)
    with pytest.raises(BadEmail), transaction.atomic():
        ask(shop, "lucie@")
    have(shop, 1)
    with pytest.raises(StillThere), transaction.atomic():
        ask(shop)


def test_they_are_told_in_turn_three_for_each_piece_and_the_others_the_next_day(shop: Shop) -> None:
    wait(shop, 8)
    have(shop, 2)
    assert tell(shop) == 6
    assert letters() == [f"client{each}@exemple.example" for each in range(6)]
    assert tell(shop, NOON + timedelta(hours=1)) == 0
    assert tell(shop, NOON + timedelta(hours=25)) == 2


def test_what_comes_and_goes_is_told_once(shop: Shop) -> None:
    (id,) = wait(shop, 1)
    have(shop, 3)
    assert tell(shop) == 1
    have(shop, 0)
    have(shop, 4)
    assert tell(shop) == 0
    assert alert(id).state is AlertState.TOLD
    assert len(letters()) == 1


def test_a_letter_that_comes_too_late_is_not_sent_and_they_go_on_waiting(
    shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    (id,) = wait(shop, 1)
    have(shop, 3)
    tell(shop)
    have(shop, 0)
    jobs.send_waiting_messages.call()
    assert list(folder.glob("*.eml")) == []
    assert alert(id).state is AlertState.CONFIRMED
    have(shop, 3)
    assert tell(shop) == 1
    jobs.send_waiting_messages.call()
    sent = MessageRow.objects.get(kind=MessageKind.STOCK_BACK, state=MessageState.SENT)
    assert "de nouveau" in sent.subject
    assert "/fr/alertes/" in sent.text
    assert alert(id).state is AlertState.TOLD
    assert tell(shop) == 0


def test_who_stops_is_forgotten_and_hears_no_more(shop: Shop) -> None:
    (id,) = wait(shop, 1)
    stop_alert(alert_id=id, actor=OWNER, now=NOON)
    stop_alert(alert_id=id, actor=OWNER, now=NOON)
    assert (alert(id).state, alert(id).email) == (AlertState.STOPPED, "")
    have(shop, 5)
    assert tell(shop) == 0


def test_a_guest_opens_the_one_alert_whose_letter_they_have(shop: Shop) -> None:
    id = ask(shop)
    with pytest.raises(UnknownAlert), transaction.atomic():
        confirm_alert(alert_id=id, actor=ANYBODY, now=NOON)
    assert alert(id).state is AlertState.ASKED


def test_addresses_are_forgotten_when_they_are_of_no_use(shop: Shop) -> None:
    unconfirmed = ask(shop, "quelqu.un@exemple.example")
    (told,) = wait(shop, 1)
    have(shop, 5)
    tell(shop)
    assert forget_old_alerts(actor=OWNER, now=NOON + timedelta(days=6)) == 0
    assert forget_old_alerts(actor=OWNER, now=NOON + timedelta(days=8)) == 1
    assert alert(unconfirmed).email == ""
    assert forget_old_alerts(actor=OWNER, now=NOON + timedelta(days=31)) == 1
    assert alert(told).email == ""


def test_a_forgotten_person_waits_for_nothing(shop: Shop) -> None:
    (id,) = wait(shop, 1)
    assert erase_alerts(email="Client0@exemple.example", actor=OWNER, now=NOON) == 1
    assert (alert(id).state, alert(id).email) == (AlertState.STOPPED, "")


def test_the_merchant_sees_what_is_wanted(shop: Shop) -> None:
    wait(shop, 3)
    ask(shop, "pas.encore@exemple.example")
    [demand] = alert_demand(actor=OWNER, market=shop.market)
    assert (demand.variant_id, demand.waiting, demand.told, demand.since) == (shop.variant_id, 3, 0, NOON)
    have(shop, 1)
    assert tell(shop) == 3
    assert alert_demand_for([shop.variant_id], actor=OWNER) == {}
    with pytest.raises(NotAllowed):
        alert_demand(actor=anybody("inventory.view", markets=frozenset({"be"})), market=shop.market)


def test_past_alerts_are_taken_over_once(shop: Shop) -> None:
    past = PastAlert(
        variant_id=shop.variant_id, market=shop.market, language="fr", email="a@exemple.example", asked_at=NOON
    )
    assert add_alerts(batch=[past], actor=OWNER, now=NOON) == 1
    assert add_alerts(batch=[past], actor=OWNER, now=NOON) == 0


REFUSED: dict[str, Callable[[Shop, AlertId], object]] = {
    "ask": lambda shop, id: ask_for_alert(
        sku=shop.sku, market=shop.market, language="fr", email="a@b.example", actor=NOBODY, now=NOON
    ),
    "confirm": lambda shop, id: confirm_alert(alert_id=id, actor=NOBODY, now=NOON),
    "stop": lambda shop, id: stop_alert(alert_id=id, actor=NOBODY, now=NOON),
    "tell": lambda shop, id: tell_back_in_stock(variant_ids=[VariantId(shop.variant_id)], actor=NOBODY, now=NOON),
    "forget": lambda shop, id: forget_old_alerts(actor=NOBODY, now=NOON),
    "erase": lambda shop, id: erase_alerts(email="a@b.example", actor=NOBODY, now=NOON),
    "add": lambda shop, id: add_alerts(batch=[], actor=NOBODY, now=NOON),
}


@pytest.mark.parametrize("verb", REFUSED)
def test_without_the_right_nothing_changes(shop: Shop, verb: str) -> None:
    id = ask(shop)
    before = snapshot()
    with pytest.raises(NotAllowed):
        REFUSED[verb](shop, id)
    assert snapshot() == before


@pytest.mark.django_db(transaction=True)
def test_many_who_tell_at_once_tell_everybody_once() -> None:
    shop = open_shop()
    wait(shop, 9)
    have(shop, 2)
    answers = at_once([lambda: tell(shop)] * 8)
    assert sorted(answer for answer in answers if isinstance(answer, int)) == [0, 0, 0, 0, 0, 0, 0, 6]
    assert len(letters()) == len(set(letters())) == 6
