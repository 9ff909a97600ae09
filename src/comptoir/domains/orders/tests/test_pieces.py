"""Orders by pieces: sent in parts, called off in parts, held back, changed after they were agreed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.domains.orders.actions import (
    add_note,
    cancel,
    count_payment,
    hold_order,
    mark_paid,
    mark_pieces_returned,
    mark_pieces_shipped,
    release_order,
    revise_order,
    start_preparing,
)
from comptoir.domains.orders.errors import (
    DifferenceDue,
    EmptyNote,
    NothingLeft,
    NotHoldable,
    NotRevisable,
    OnHold,
    OrderChangedMeanwhile,
    TooManyPieces,
)
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.queries import (
    awaited_money,
    count_work,
    order,
    order_rows,
    pieces_to_ship,
    revision_of,
    verdict_on_money,
)
from comptoir.domains.orders.testing import a_draft, euros, make_order
from comptoir.domains.orders.values import (
    Late,
    MoneyVerdict,
    Order,
    OrderFilter,
    OrderId,
    OrderRevision,
    OrderState,
    WorkCounts,
)
from comptoir.domains.payments.values import PaymentId
from comptoir.domains.pricing.values import TaxCategory
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db
CARD, VOUCHER, LATER = (PaymentId(UUID(int=number)) for number in (7, 8, 9))


def paid_order(*, prepared: bool = True) -> Order:
    """Two jars at 12.90, delivered for 4.90."""
    placed = make_order()
    mark_paid(order_id=placed.id, market=placed.market, payment_ids=[CARD], actor=OWNER, now=NOON)
    if prepared:
        start_preparing(order_id=placed.id, actor=OWNER, now=NOON)
    return order(placed.id)


def change(placed: Order, revision: OrderRevision) -> OrderState:
    return revise_order(order_id=placed.id, revision=revision, because="asked for", actor=OWNER, now=NOON)


def ship(placed: Order, count: int) -> OrderState:
    return mark_pieces_shipped(order_id=placed.id, pieces={1: count}, actor=OWNER, now=NOON)


def test_parcels_leave_one_by_one_until_nothing_is_left() -> None:
    placed = paid_order()
    assert ship(placed, 1) is OrderState.PARTLY_SHIPPED
    assert (order(placed.id).lines[0].to_ship, order(placed.id).shipped_at) == (1, None)
    assert ship(placed, 1) is OrderState.SHIPPED
    assert (order(placed.id).lines[0].shipped, order(placed.id).shipped_at) == (2, NOON)


@pytest.mark.parametrize("pieces", [{1: 3}, {1: 0}, {1: -1}, {2: 1}, {}])
def test_no_more_leaves_than_is_left(pieces: dict[int, int]) -> None:
    placed = paid_order()
    with pytest.raises(TooManyPieces), transaction.atomic():
        mark_pieces_shipped(order_id=placed.id, pieces=pieces, actor=OWNER, now=NOON)
    assert order(placed.id) == placed


def test_what_came_back_was_sent() -> None:
    placed = paid_order()
    ship(placed, 1)
    mark_pieces_returned(order_id=placed.id, pieces={1: 1}, actor=OWNER, now=NOON)
    assert order(placed.id).lines[0].with_customer == 0
    with pytest.raises(TooManyPieces), transaction.atomic():
        mark_pieces_returned(order_id=placed.id, pieces={1: 1}, actor=OWNER, now=NOON)


def test_goods_are_of_the_first_lines_that_want_them() -> None:
    placed = paid_order()
    variant = placed.lines[0].variant_id
    assert pieces_to_ship(placed.id, [(variant, 1), (variant, 1)]) == {1: 2}
    with pytest.raises(TooManyPieces):
        pieces_to_ship(placed.id, [(variant, 3)])


def test_an_order_on_hold_goes_nowhere() -> None:
    placed = paid_order(prepared=False)
    assert hold_order(order_id=placed.id, because=" Is the address right? ", actor=OWNER, now=NOON)
    assert not hold_order(order_id=placed.id, because="again", actor=OWNER, now=NOON)
    assert order(placed.id).held_because == "Is the address right?"
    with pytest.raises(OnHold) as told, transaction.atomic():
        start_preparing(order_id=placed.id, actor=OWNER, now=NOON)
    assert "Is the address right?" in str(told.value)
    assert release_order(order_id=placed.id, actor=OWNER, now=NOON)
    assert not release_order(order_id=placed.id, actor=OWNER, now=NOON)
    start_preparing(order_id=placed.id, actor=OWNER, now=NOON)
    hold_order(order_id=placed.id, because="wait", actor=OWNER, now=NOON)
    with pytest.raises(OnHold), transaction.atomic():
        ship(placed, 1)
    actions = [line.action for line in history_of("orders.order", placed.id)]
    assert actions == ["held", "moved", "released", "held", "moved", "placed"]


def test_what_has_left_cannot_be_held() -> None:
    placed = paid_order()
    ship(placed, 2)
    with pytest.raises(NotHoldable), transaction.atomic():
        hold_order(order_id=placed.id, because="too late", actor=OWNER, now=NOON)
    with pytest.raises(EmptyNote), transaction.atomic():
        hold_order(order_id=placed.id, because=" ", actor=OWNER, now=NOON)


def test_a_note_stays_in_the_history() -> None:
    placed = paid_order()
    add_note(order_id=placed.id, text="Rang twice, no answer", actor=OWNER, now=NOON)
    newest = history_of("orders.order", placed.id)[0]
    assert (newest.action, newest.because) == ("noted", "Rang twice, no answer")
    for text in ("", " ", "x" * 4_001):
        with pytest.raises(EmptyNote), transaction.atomic():
            add_note(order_id=placed.id, text=text, actor=OWNER, now=NOON)


def test_pieces_called_off_are_neither_wanted_nor_charged() -> None:
    placed = paid_order()
    revision = revision_of(placed, called_off={1: 1})
    change(placed, revision)
    agreed = order(placed.id)
    assert (agreed.lines[0].wanted, agreed.lines[0].total, agreed.total) == (1, euros(1290), euros(1780))
    assert (revision.due, revision.too_much) == (euros(0), euros(1290))
    assert (agreed.revision, agreed.taxes[0].gross, agreed.delivery.price) == (2, euros(1780), euros(490))
    assert agreed.taxes[0].tax == euros(93)  # 17.80 x 5.5 / 105.5
    assert ship(placed, 1) is OrderState.SHIPPED


def test_calling_off_what_had_not_left_ends_an_order_that_partly_had() -> None:
    placed = paid_order()
    ship(placed, 1)
    placed = order(placed.id)
    assert change(placed, revision_of(placed, called_off={1: 1})) is OrderState.SHIPPED


def test_not_more_is_called_off_than_is_left_and_not_everything() -> None:
    placed = paid_order()
    for pieces in ({1: 3}, {1: -1}, {2: 1}):
        with pytest.raises(TooManyPieces):
            revision_of(placed, called_off=pieces)
    with pytest.raises(NothingLeft):
        revision_of(placed, called_off={1: 2})


def test_added_goods_make_it_dearer_and_nothing_leaves_before_they_are_paid() -> None:
    placed = paid_order()
    jam = replace(placed.lines[0], position=2, sku="JAM-1", quantity=1, unit_price=euros(500), total=euros(500))
    added = revision_of(placed, called_off={}, added=[(jam, TaxCategory.STANDARD)])
    change(placed, added)
    agreed = order(placed.id)
    assert (agreed.total, agreed.due, len(agreed.lines)) == (euros(3570), euros(500), 2)
    with pytest.raises(DifferenceDue), transaction.atomic():
        ship(placed, 1)
    count_payment(order_id=placed.id, payment_id=LATER, due=euros(0), actor=OWNER, now=NOON)
    count_payment(order_id=placed.id, payment_id=LATER, due=euros(500), actor=OWNER, now=NOON)  # heard again
    assert order(placed.id).due == euros(0)
    with transaction.atomic():
        assert awaited_money(placed.id).counted == {CARD, LATER}
    assert ship(placed, 1) is OrderState.PARTLY_SHIPPED


def test_of_two_who_change_an_order_at_once_the_second_is_told() -> None:
    placed = paid_order()
    revision = revision_of(placed, called_off={1: 1})
    change(placed, revision)
    with pytest.raises(OrderChangedMeanwhile), transaction.atomic():
        change(placed, revision)
    assert order(placed.id).revision == 2


def test_what_has_left_is_not_changed() -> None:
    placed = paid_order()
    revision = revision_of(placed, called_off={1: 1})
    ship(placed, 2)
    with pytest.raises(NotRevisable), transaction.atomic():
        change(placed, revision)


def test_an_order_is_found_by_its_new_address() -> None:
    placed = paid_order()
    moved = replace(placed.shipping_address, name="Ada Lovelace", city="Nantes")
    change(placed, revision_of(placed, called_off={}, shipping_address=moved))
    assert order(placed.id).shipping_address == moved
    assert "nantes" in OrderRecord.objects.get(pk=placed.id).found_by


@pytest.mark.parametrize(
    ("secured", "about", "verdict"),
    [
        ({VOUCHER: 1000, CARD: 2070}, CARD, MoneyVerdict.PAYS),
        ({VOUCHER: 1000, CARD: 2069}, CARD, MoneyVerdict.NOTHING),
        ({VOUCHER: 1000}, VOUCHER, MoneyVerdict.NOTHING),
    ],
)
def test_several_payments_pay_an_order_together(
    secured: dict[PaymentId, int], about: PaymentId, verdict: MoneyVerdict
) -> None:
    placed = make_order()
    with transaction.atomic():
        awaited = awaited_money(placed.id)
    held = {id: euros(minor) for id, minor in secured.items()}
    assert verdict_on_money(awaited, payment_id=about, secured=held) is verdict


def test_money_that_a_revision_made_due_completes_the_order_whatever_goes_back_of_it() -> None:
    placed = paid_order()
    jam = replace(placed.lines[0], position=2, quantity=1, unit_price=euros(500), total=euros(500))
    change(placed, revision_of(placed, called_off={}, added=[(jam, TaxCategory.STANDARD)]))
    with transaction.atomic():
        awaited = awaited_money(placed.id)
    card = {CARD: euros(3070)}
    assert verdict_on_money(awaited, payment_id=LATER, secured={**card, LATER: euros(500)}) is MoneyVerdict.COMPLETES
    assert verdict_on_money(awaited, payment_id=LATER, secured={**card, LATER: euros(501)}) is MoneyVerdict.COMPLETES
    assert verdict_on_money(awaited, payment_id=CARD, secured=card) is MoneyVerdict.NOTHING
    settled = replace(awaited, due=euros(0))
    assert verdict_on_money(settled, payment_id=LATER, secured={**card, LATER: euros(1)}) is MoneyVerdict.GIVE_BACK


def test_parts_leave_only_of_orders_that_are_prepared() -> None:
    placed = paid_order(prepared=False)
    with pytest.raises(MoveRefused), transaction.atomic():
        ship(placed, 1)


def test_without_the_permission_every_verb_is_refused_and_changes_nothing() -> None:
    placed = paid_order()
    told = history_of("orders.order", placed.id)
    revision = revision_of(placed, called_off={1: 1})
    who: dict[str, Any] = {"order_id": placed.id, "actor": NOBODY, "now": NOON + timedelta(hours=1)}
    with pytest.raises(NotAllowed):
        mark_pieces_shipped(pieces={1: 1}, **who)
    with pytest.raises(NotAllowed):
        mark_pieces_returned(pieces={1: 1}, **who)
    with pytest.raises(NotAllowed):
        hold_order(because="x", **who)
    with pytest.raises(NotAllowed):
        release_order(**who)
    with pytest.raises(NotAllowed):
        add_note(text="x", **who)
    with pytest.raises(NotAllowed):
        revise_order(revision=revision, because="x", **who)
    with pytest.raises(NotAllowed):
        count_payment(payment_id=LATER, due=euros(0), **who)
    assert (order(placed.id), history_of("orders.order", placed.id)) == (placed, told)


def on_hold(market: str = "fr") -> int:
    return count_work(actor=OWNER, market=market, late=Late(on=NOON.date(), time_zone="Europe/Paris")).on_hold


def test_orders_on_hold_are_listed_and_counted_until_they_go_on_or_end() -> None:
    held, free, ended = make_order(), make_order(), make_order()
    for each in (held, ended):
        hold_order(order_id=each.id, because="odd address", actor=OWNER, now=NOON)
    cancel(order_id=ended.id, because="no answer", actor=OWNER, now=NOON)

    def found(held: bool | None) -> set[OrderId]:
        return {row.id for row in order_rows(OrderFilter(held=held), actor=OWNER).items}

    assert (found(True), found(False), found(None)) == ({held.id}, {free.id, ended.id}, {held.id, free.id, ended.id})
    assert (on_hold(), on_hold("elsewhere")) == (1, 0)
    assert [row.id for row in order_rows(OrderFilter(), actor=OWNER).items if row.held] == [held.id]
    with pytest.raises(NotAllowed):
        count_work(actor=NOBODY, market="fr", late=Late(on=NOON.date(), time_zone="Europe/Paris"))
    release_order(order_id=held.id, actor=OWNER, now=NOON)
    assert (found(True), on_hold()) == (set(), 0)


def test_an_order_that_ends_is_held_back_no_longer() -> None:
    placed = paid_order()
    ship(placed, 1)
    hold_order(order_id=placed.id, because="odd address", actor=OWNER, now=NOON)
    placed = order(placed.id)
    assert change(placed, revision_of(placed, called_off={1: 1})) is OrderState.SHIPPED
    assert (order(placed.id).held_because, on_hold()) == ("", 0)


def test_the_list_counts_the_pieces_that_are_still_wanted() -> None:
    placed = paid_order()
    change(placed, revision_of(placed, called_off={1: 1}))
    assert [row.pieces for row in order_rows(OrderFilter(), actor=OWNER).items] == [1]


def test_the_history_says_which_pieces() -> None:
    placed = paid_order()
    sku = placed.lines[0].sku
    ship(placed, 1)
    placed = order(placed.id)
    change(placed, revision_of(placed, called_off={1: 1}))
    told = {line.action: line for line in history_of("orders.order", placed.id)}
    assert told["pieces_shipped"].after == {"pieces": {sku: 1}}
    revised = told["revised"]
    line = {"position": 1, "sku": sku, "quantity": 2}
    assert (revised.before["lines"], revised.after["lines"]) == ([line | {"cancelled": 0}], [line | {"cancelled": 1}])
    assert (revised.before["total"]["minor"], revised.after["total"]["minor"]) == (3070, 1780)


def test_a_draft_of_an_order_has_nothing_sent() -> None:
    assert [line.to_ship for line in a_draft().lines] == [2]


def test_each_queue_counts_what_its_list_shows() -> None:
    awaited, late = make_order(), paid_order()
    collected = replace(a_draft().delivery, kind="pickup", place_code="shop")
    fetched = make_order(delivery=collected)
    mark_paid(order_id=fetched.id, market="fr", payment_ids=[new_id()], actor=OWNER, now=NOON)
    start_preparing(order_id=fetched.id, actor=OWNER, now=NOON)
    tomorrow = NOON.date() + timedelta(days=1)

    def counted(on: date) -> WorkCounts:
        return count_work(actor=OWNER, market="fr", late=Late(on=on, time_zone="Europe/Paris"))

    def listed(wanted: OrderFilter) -> set[OrderId]:
        return {row.id for row in order_rows(wanted, actor=OWNER).items}

    assert counted(NOON.date()) == WorkCounts(to_pay=1, to_prepare=0, to_ship=1, to_collect=1, late=0, on_hold=0)
    assert counted(tomorrow).late == 2
    assert listed(OrderFilter(late=Late(on=tomorrow, time_zone="Europe/Paris"))) == {late.id, fetched.id}
    assert listed(OrderFilter(collected=True)) == {fetched.id}
    assert listed(OrderFilter(collected=False)) == {awaited.id, late.id}
