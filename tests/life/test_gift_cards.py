"""Gift cards and store credit in the life of an order: they pay first, stay with it, and come back."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.inventory.testing import level
from comptoir.domains.ledger.queries import balances
from comptoir.domains.ledger.values import BANK, GIFTS_TO_CUSTOMERS, STORED_VALUE
from comptoir.domains.markets.testing import make_entity, make_market
from comptoir.domains.orders.errors import TotalChanged
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState
from comptoir.domains.payments.actions import enable_payment_method
from comptoir.domains.payments.errors import MethodNotOffered
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.testing import make_method
from comptoir.domains.payments.values import Decline, Outcome, OutcomeStatus
from comptoir.domains.stored_value import queries
from comptoir.domains.stored_value.actions import block_account, redeem_stored_value
from comptoir.domains.stored_value.errors import UnusableCode
from comptoir.domains.stored_value.values import AccountDraft, AccountId, AccountKind, EntryKind, Origin
from comptoir.flows import pay_by_tenders as paying
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.authorise_payment import PayingWith, authorise_payment
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.correct_card import correct_card
from comptoir.flows.edit_order import edit_order
from comptoir.flows.expire_cards import expire_cards
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.finish_orphans import finish_orphans
from comptoir.flows.issue_card import issue_card
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell_card
from comptoir.kernel import once
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot
from tests.kept import laid_shop
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)
TOTAL = 3_070  # two pots of honey, and their delivery
AGAIN = PayingWith(return_url="http://localhost/return")
SOON = NOON + timedelta(minutes=1)
WEEKS_LATER = NOON + timedelta(days=20)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def balance(card: AccountId) -> int:
    return queries.account(card, actor=OWNER).balance.minor


def place(shop: Shop, *cards: AccountId, key: str = "k", **other: Any) -> Placed:
    checkout = agree(fill_cart(shop), cards=cards, **other)
    return place_order(checkout=checkout, key=key, actor=buyer(), now=NOON)


def id_of(placed: Placed) -> OrderId:
    return OrderId(UUID(placed.order_id))


def paid_by(placed: Placed) -> list[tuple[str, int, str]]:
    return [(each.method, each.amount.minor, each.state.value) for each in payments_of(id_of(placed))]


def decline_all_but_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(**asked: Any) -> Outcome:
        if asked["payment"].provider == "stored_value":
            return authorise_payment(**asked)
        return Outcome(status=OutcomeStatus.DECLINED, reason=Decline.CARD_REFUSED)

    monkeypatch.setattr(paying, "authorise_payment", answer)


def test_a_card_that_covers_everything_pays_alone():
    shop, card = laid_shop(), sell_card(5_000).account_id
    placed = place(shop, card, method="")
    assert (placed.status, placed.payment_status, placed.total_minor) == ("paid", "captured", TOTAL)
    assert paid_by(placed) == [("stored_value", TOTAL, "captured")]
    assert balance(card) == 5_000 - TOTAL
    ship_order(order_id=id_of(placed), prepare=True, actor=OWNER, now=NOON)
    assert breaks_now() == []


def test_cards_pay_first_and_the_method_takes_the_rest():
    shop, cards = laid_shop(), [sell_card(1_000).account_id, sell_card(500).account_id]
    placed = place(shop, *cards)
    assert paid_by(placed) == [
        ("stored_value", 1_000, "captured"),
        ("stored_value", 500, "captured"),
        ("transfer", 1_570, "pending"),
    ]
    assert (placed.status, placed.total_minor, placed.payment_minor) == ("awaiting_payment", TOTAL, 1_570)
    assert "15,70" in placed.instructions["fr"]
    record_payment(order_id=id_of(placed), amount=euros(1_570), actor=OWNER, now=NOON)
    assert order(id_of(placed)).state is OrderState.PAID
    assert len(awaited_money(id_of(placed)).counted) == 3
    assert [balance(card) for card in cards] == [0, 0]
    assert breaks_now() == []


def test_the_same_key_gives_the_same_answer_and_takes_once():
    shop, card = laid_shop(), sell_card(1_000).account_id
    checkout = agree(fill_cart(shop), cards=[card])
    answers = at_once([partial(place_order, checkout=checkout, key="k", actor=buyer(), now=NOON)] * 5)
    assert len({str(answer) for answer in answers}) == 1
    assert isinstance(answers[0], Placed)
    assert balance(card) == 0
    assert breaks_now() == []


def test_twenty_orders_at_once_spend_a_card_once():
    shop, card = laid_shop(), sell_card(TOTAL).account_id
    checkouts = [agree(fill_cart(shop, email=f"b{number}@exemple.example"), cards=[card]) for number in range(20)]
    answers = at_once(
        [
            partial(place_order, checkout=each, key=str(number), actor=buyer(), now=NOON)
            for number, each in enumerate(checkouts)
        ]
    )
    placed = [answer for answer in answers if isinstance(answer, Placed)]
    assert sum(each.status == "paid" for each in placed) == 1
    assert all(isinstance(answer, Placed | UnusableCode) for answer in answers), answers
    assert balance(card) == 0
    assert breaks_now() == []


def test_what_cannot_pay_is_refused_and_nothing_is_done():
    shop, card, blocked = laid_shop(), sell_card(1_000).account_id, sell_card(1_000).account_id
    block_account(account_id=blocked, because="lost", actor=OWNER, now=NOON)
    before = snapshot()
    cart_id = fill_cart(shop)
    for wrong in (blocked, AccountId(new_id())):
        with pytest.raises(UnusableCode) as refused:
            place_order(checkout=agree(cart_id, cards=[wrong]), key="k", actor=buyer(), now=NOON)
        assert refused.value.field == "payment.stored_value"
    with pytest.raises(MethodNotOffered):  # it does not cover all, and nothing takes the rest
        place_order(checkout=agree(cart_id, cards=[card], method=""), key="k", actor=buyer(), now=NOON)
    with pytest.raises(MethodNotOffered):  # only a code pays so
        place_order(checkout=agree(cart_id, method="stored_value"), key="k", actor=buyer(), now=NOON)
    enable_payment_method(market=shop.market, code="stored_value", enabled=False, actor=OWNER, now=NOON)
    with pytest.raises(MethodNotOffered):
        place_order(checkout=agree(cart_id, cards=[card]), key="k", actor=buyer(), now=NOON)
    after = snapshot()
    touched = {table for table in before if before[table] != after[table]}
    assert not {table for table in touched if table.startswith(("orders_", "inventory_", "stored_value_"))}


def test_nobody_pays_more_than_what_was_shown_to_be_left():
    shop, card = laid_shop(), sell_card(1_000).account_id
    checkout = agree(fill_cart(shop), cards=[card])
    redeem_stored_value(
        account_id=card, market=shop.market, amount=euros(1), payment_id=new_id(), actor=OWNER, now=NOON
    )
    shown = {name: getattr(checkout, name) for name in checkout.__slots__} | {"shown_rest": euros(TOTAL - 1_000)}
    with pytest.raises(TotalChanged) as refused:
        place_order(checkout=type(checkout)(**shown), key="k", actor=buyer(), now=NOON)
    assert refused.value.facts["total"] == euros(TOTAL - 999)


def test_after_a_refusal_the_cards_money_waits_with_the_order(monkeypatch: pytest.MonkeyPatch):
    shop, card = laid_shop(), sell_card(1_000).account_id
    make_method(provider="simulator")
    decline_all_but_cards(monkeypatch)
    placed = place(shop, card)
    assert (placed.status, placed.payment_status) == ("awaiting_payment", "failed")
    assert balance(card) == 0
    monkeypatch.undo()
    settled, _ = retry_payment(order_id=id_of(placed), method="transfer", paying=AGAIN, actor=buyer(), now=NOON)
    assert settled.payment.amount == euros(TOTAL - 1_000)
    record_payment(order_id=id_of(placed), amount=euros(TOTAL - 1_000), actor=OWNER, now=NOON)
    assert order(id_of(placed)).state is OrderState.PAID
    assert breaks_now() == []


def test_another_card_pays_the_rest_afterwards(monkeypatch: pytest.MonkeyPatch):
    shop, card, other = laid_shop(), sell_card(1_000).account_id, sell_card(9_000).account_id
    decline_all_but_cards(monkeypatch)
    placed = place(shop, card)
    retry = partial(retry_payment, order_id=id_of(placed), method="", paying=AGAIN, actor=buyer(), now=NOON)
    with pytest.raises(UnusableCode):
        retry(stored_value=(card,))
    settled, _ = retry(stored_value=(other,))
    assert settled.order_state is OrderState.PAID
    assert balance(other) == 9_000 - (TOTAL - 1_000)
    assert breaks_now() == []


def test_a_card_emptied_meanwhile_asks_nobody_for_the_rest(monkeypatch: pytest.MonkeyPatch):
    shop, card = laid_shop(), sell_card(1_000).account_id
    asked: list[str] = []

    def empty_first(**given: Any) -> Outcome:
        asked.append(given["payment"].provider)
        redeem_stored_value(
            account_id=card, market=shop.market, amount=euros(1), payment_id=new_id(), actor=OWNER, now=NOON
        )
        return authorise_payment(**given)

    monkeypatch.setattr(paying, "authorise_payment", empty_first)
    placed = place(shop, card)
    assert asked == ["stored_value"]
    assert paid_by(placed) == [("stored_value", 1_000, "failed"), ("transfer", TOTAL - 1_000, "failed")]
    assert placed.status == "awaiting_payment"


@pytest.mark.parametrize("paid", [False, True])
def test_when_the_order_is_cancelled_each_gets_its_money_back(paid: bool):
    shop, card = laid_shop(stock=10), sell_card(1_000).account_id
    placed = place(shop, card)
    if paid:
        record_payment(order_id=id_of(placed), amount=euros(TOTAL - 1_000), actor=OWNER, now=NOON)
    cancel_order(order_id=id_of(placed), because="x", actor=buyer(), now=NOON)
    assert balance(card) == 1_000
    assert [entry.kind for entry in queries.entries_of(card, actor=OWNER)] == [
        EntryKind.GIVEN_BACK,
        EntryKind.REDEEMED,
        EntryKind.ISSUED,
    ]
    assert level(shop.variant_id).available == 10
    assert breaks_now() == []


def test_an_order_paid_in_part_lets_go_of_its_goods_and_is_abandoned(monkeypatch: pytest.MonkeyPatch):
    shop, card = laid_shop(stock=10), sell_card(1_000).account_id
    decline_all_but_cards(monkeypatch)
    placed = place(shop, card)
    assert expire_reservations(actor=OWNER, now=NOON + timedelta(days=8)) == 1
    assert level(shop.variant_id).available == 10
    assert (balance(card), order(id_of(placed)).state) == (0, OrderState.AWAITING_PAYMENT)
    assert abandon_orders(actor=OWNER, now=WEEKS_LATER) == 1
    assert (balance(card), order(id_of(placed)).state) == (1_000, OrderState.CANCELLED)
    assert breaks_now(WEEKS_LATER) == []


def test_an_order_made_cheaper_than_its_card_is_paid_and_gives_back_the_rest():
    shop, card = laid_shop(), sell_card(2_000).account_id
    placed = place(shop, card)
    change = OrderChange(builds_on=1, called_off={1: 1})
    edit_order(order_id=id_of(placed), change=change, because="asked for", actor=OWNER, now=NOON)
    found = order(id_of(placed))
    assert (found.total, found.state) == (euros(1_780), OrderState.PAID)
    assert balance(card) == 220
    assert breaks_now() == []


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("asked_first", [0, 1])
def test_whoever_dies_between_two_payments_is_finished_by_the_sweep(monkeypatch: pytest.MonkeyPatch, asked_first: int):
    shop, card = laid_shop(), sell_card(1_000).account_id
    checkout = agree(fill_cart(shop), cards=[card])
    asked: list[Outcome | None] = []

    def die(**given: Any) -> Outcome:
        asked.append(authorise_payment(**given) if len(asked) < asked_first else None)
        raise Killed  # what was answered is lost

    with monkeypatch.context() as patched:
        patched.setattr(paying, "authorise_payment", die)
        with pytest.raises(Killed):
            place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    monkeypatch.setattr(once, "PATIENCE_SECONDS", 0.1)
    assert finish_orphans(now=SOON) == 0
    sweep_payments(actor=OWNER, now=SOON)
    assert finish_orphans(now=SOON) == 1
    answer = place_order(checkout=checkout, key="k", actor=buyer(), now=SOON)
    assert (answer.status, answer.payment_minor) == ("awaiting_payment", TOTAL - 1_000)
    taken = "captured" if asked_first else "failed"
    assert paid_by(answer) == [("stored_value", 1_000, taken), ("transfer", TOTAL - 1_000, "pending")]
    assert balance(card) == 1_000 * (1 - asked_first)
    assert breaks_now(SOON + timedelta(hours=1)) == []


def test_what_is_issued_corrected_and_expired_is_booked():
    card = sell_card(5_000).account_id
    draft = AccountDraft(
        kind=AccountKind.STORE_CREDIT,
        market=make_market().code,
        amount=euros(700),
        origin=Origin.GESTURE,
        email="lucie@exemple.example",
        expires_on=NOON.date(),
    )
    for _ in range(2):
        issue_card(draft=draft, key="gift", because="late", actor=OWNER, now=NOON)
        correct_card(account_id=card, amount=euros(-200), because="typo", key="a", actor=OWNER, now=NOON)
        correct_card(account_id=card, amount=euros(300), because="typo", key="b", actor=OWNER, now=NOON)
    books = {each.account: each.balance.minor for each in balances(make_entity(), actor=OWNER)}
    assert (books[STORED_VALUE], books[BANK], books[GIFTS_TO_CUSTOMERS]) == (-5_800, 5_000, 700)
    assert (books["658"], books["758"]) == (300, -200)
    for ended in (1, 0):
        assert expire_cards(actor=OWNER, now=NOON + timedelta(days=1)) == ended
    books = {each.account: each.balance.minor for each in balances(make_entity(), actor=OWNER)}
    assert (books[STORED_VALUE], books["758"]) == (-5_100, -900)
    assert breaks_now() == []


def test_refused_without_the_right_and_nothing_changed():
    card = sell_card(1_000).account_id
    before = snapshot()
    draft = AccountDraft(kind=AccountKind.GIFT_CARD, market="fr", amount=euros(1), origin=Origin.SOLD)
    with pytest.raises(NotAllowed):
        issue_card(draft=draft, key="k", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        correct_card(account_id=card, amount=euros(1), because="x", key="k", actor=NOBODY, now=NOON)
    assert expire_cards(actor=NOBODY, now=NOON) == 0
    assert snapshot() == before
