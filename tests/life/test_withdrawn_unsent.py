"""A buyer withdraws from what has not left: it is called off, whoever has it in hand."""

import pytest

from comptoir.domains.cases.actions import open_withdrawn_case
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import CaseFilter, CaseKind
from comptoir.domains.catalogue.values import Withdrawal
from comptoir.domains.fulfilment.errors import NothingToShip
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.inventory.testing import level
from comptoir.domains.orders.errors import TooLateToCancel, UnknownOrder
from comptoir.domains.orders.models import OrderLine
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.returns.errors import ExceptedGoods, TooManyBack
from comptoir.domains.returns.queries import returns_of
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import Return, ReturnKind, ReturnState
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.declare_return import declare_return
from comptoir.flows.hold_orders import hold_orders
from comptoir.flows.place_order import place_order
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot
from comptoir.kernel.transitions import MoveRefused
from tests.kept import laid_shop
from tests.life.test_nothing_to_pay import id_of
from tests.life.test_pieces import euros, paid, papers, refunded, ship
from tests.life.test_returns import news_passed, received
from tests.life.truth import breaks_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Shop:
    return laid_shop(stock=10)


def withdrawn(order_id: OrderId, pieces: int) -> Return:
    return declare_return(asked=asked_for(order_id, pieces), actor=buyer(order_id), now=NOON)


def counted(found: Return) -> tuple[int, int]:
    """How many pieces are to come back, and how many were called off."""
    return sum(line.quantity for line in found.lines), sum(line.quantity for line in found.called_off)


@pytest.mark.parametrize("prepared", [False, True])
def test_all_of_an_order_that_has_not_left(shop: Shop, prepared: bool) -> None:
    order_id = paid(shop, prepared=prepared)
    found = withdrawn(order_id, 3)
    assert (found.state, found.ended_at, counted(found)) == (ReturnState.STOPPED, NOON, (0, 3))
    assert (order(order_id).state, refunded(order_id)) == (OrderState.CANCELLED, 3 * 1290 + 490)
    assert {each.state for each in shipments_of(order_id)} == ({ShipmentState.CANCELLED} if prepared else set())
    assert (level(shop.variant_id).claimed, level(shop.variant_id).on_hand) == (0, 10)
    with pytest.raises(MoveRefused):
        ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert breaks_now() == []


def test_before_it_is_paid_it_is_cancelled_instead(shop: Shop) -> None:
    order_id = id_of(place_order(checkout=agree(fill_cart(shop)), key="k", actor=buyer(), now=NOON))
    before = snapshot()
    with pytest.raises(TooManyBack):
        withdrawn(order_id, 1)
    assert snapshot() == before
    cancel_order(order_id=order_id, because="x", actor=buyer(order_id), now=NOON)
    assert (order(order_id).state, level(shop.variant_id).reserved, breaks_now()) == (OrderState.CANCELLED, 0, [])


def test_a_part_of_what_is_being_prepared(shop: Shop) -> None:
    order_id = paid(shop)
    found = withdrawn(order_id, 1)
    assert (found.state, counted(found)) == (ReturnState.STOPPED, (0, 1))
    assert (order(order_id).state, refunded(order_id)) == (OrderState.PREPARING, 1290)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert (order(order_id).lines[0].shipped, papers(order_id)) == (2, [("invoice", 2580 + 490, [2])])
    assert breaks_now() == []


def test_what_has_not_left_goes_first_and_the_rest_comes_back(shop: Shop) -> None:
    order_id = paid(shop)
    ship(order_id, shop, 1)
    found = withdrawn(order_id, 3)
    assert (found.state, counted(found)) == (ReturnState.ACCEPTED, (1, 2))
    assert (order(order_id).state, refunded(order_id)) == (OrderState.SHIPPED, 2580)
    with pytest.raises((NothingToShip, MoveRefused)):
        ship_order(order_id=order_id, actor=OWNER, now=NOON)
    found = received(found, 1)
    assert (found.refund, found.with_delivery) == (euros(1290 + 490), True)
    assert (refunded(order_id), breaks_now()) == (3 * 1290 + 490, [])


def test_the_last_pieces_of_which_the_others_came_back_bring_delivery_with_them(shop: Shop) -> None:
    order_id = paid(shop)
    ship(order_id, shop, 2)
    received(declare_return(asked=asked_for(order_id, 3), actor=OWNER, now=NOON), 2)
    assert (refunded(order_id), breaks_now()) == (3 * 1290 + 490, [])


def test_asked_twice_it_is_called_off_once(shop: Shop) -> None:
    order_id = paid(shop)
    asked = asked_for(order_id, 1)
    first = declare_return(asked=asked, actor=buyer(order_id), now=NOON)
    before = snapshot()
    assert declare_return(asked=asked, actor=buyer(order_id), now=NOON) == first
    assert snapshot() == before
    assert (len(returns_of(order_id)), refunded(order_id)) == (1, 1290)


def test_an_order_on_hold_can_be_withdrawn_from(shop: Shop) -> None:
    order_id = paid(shop)
    hold_orders(order_ids=[order_id], because="a look", actor=OWNER, now=NOON)
    withdrawn(order_id, 3)
    assert (order(order_id).state, order(order_id).held_because, breaks_now()) == (OrderState.CANCELLED, "", [])


def test_whoever_has_it_in_hand_is_told(shop: Shop) -> None:
    order_id = paid(shop)
    found = withdrawn(order_id, 1)
    news_passed()
    (case,) = inbox(CaseFilter(kind=CaseKind.WITHDRAWN), actor=OWNER).items
    assert (case.subject_id, case.evidence["found"]["reference"]) == (str(order_id), found.number)
    assert case.evidence["found"]["goods"] == ["1 × Miel de châtaignier"]


def test_what_nobody_has_in_hand_is_no_case(shop: Shop) -> None:
    withdrawn(paid(shop, prepared=False), 3)
    news_passed()
    assert not inbox(CaseFilter(kind=CaseKind.WITHDRAWN), actor=OWNER).items


def test_not_just_anyone_opens_such_a_case(shop: Shop) -> None:
    order_id = paid(shop)
    found = withdrawn(order_id, 1)
    before = snapshot()
    with pytest.raises(NotAllowed):
        open_withdrawn_case(
            order_id=order_id, return_id=found.id, pieces={1: 1}, being_prepared=True, actor=NOBODY, now=NOON
        )
    assert snapshot() == before


def test_what_cannot_be_asked_for_changes_nothing(shop: Shop) -> None:
    order_id = paid(shop)
    before = snapshot()
    with pytest.raises(TooManyBack):
        withdrawn(order_id, 4)
    with pytest.raises(TooManyBack):  # nobody complains of what they do not have
        declare_return(asked=asked_for(order_id, 1, kind=ReturnKind.COMPLAINT), actor=buyer(order_id), now=NOON)
    with pytest.raises(UnknownOrder):
        declare_return(asked=asked_for(order_id, 1), actor=buyer(OrderId(new_id())), now=NOON)
    with pytest.raises(NotAllowed):
        declare_return(asked=asked_for(order_id, 1), actor=NOBODY, now=NOON)
    with pytest.raises(TooLateToCancel):  # somebody prepares it: the statement is the way
        cancel_order(order_id=order_id, because="x", actor=buyer(order_id), now=NOON)
    assert snapshot() == before
    OrderLine.objects.filter(order_id=order_id).update(withdrawal=Withdrawal.PERISHABLE)
    with pytest.raises(ExceptedGoods):
        withdrawn(order_id, 1)


def test_nothing_is_withdrawn_from_that_was_called_off(shop: Shop) -> None:
    order_id = paid(shop)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    with pytest.raises(TooManyBack):
        withdrawn(order_id, 1)
