"""A walk through every flow that writes, in the states in which it writes most, each under its name."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from comptoir.connectors.payments.tests.mailbox import Mailbox
from comptoir.domains.cart.actions import apply_voucher
from comptoir.domains.cart.values import CartDetails
from comptoir.domains.cases.values import CaseKind, Finding
from comptoir.domains.catalogue.testing import soap
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.actions import record_picks
from comptoir.domains.fulfilment.queries import batches, shipments_of
from comptoir.domains.fulfilment.values import Tracked, TrackingStatus
from comptoir.domains.integrations.jobs import send_webhooks, tell_subscribers_later
from comptoir.domains.integrations.testing import make_subscription
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.invoicing.jobs import render_document
from comptoir.domains.invoicing.queries import unrendered
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import CaptureAt
from comptoir.domains.messages.jobs import send_waiting_messages
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.values import Gesture, GestureWay, OrderChange, OrderId
from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.queries import payment, refunds_for
from comptoir.domains.payments.testing import disputed
from comptoir.domains.payments.values import DisputeState, PaymentId
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import NewPrice
from comptoir.domains.returns.actions import accept_return
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import ReceivedLine, ReturnKind
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Origin
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.call_off_return import call_off_return
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.cancel_orders import cancel_orders
from comptoir.flows.check_books import check_books
from comptoir.flows.check_out import check_out
from comptoir.flows.check_webhooks import check_webhooks
from comptoir.flows.check_work import check_work
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.confirm_refunds import confirm_refunds
from comptoir.flows.correct_card import correct_card
from comptoir.flows.declare_return import declare_return
from comptoir.flows.edit_order import edit_order
from comptoir.flows.expire_cards import expire_cards
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.follow_parcels import follow_parcels
from comptoir.flows.hold_orders import hold_orders
from comptoir.flows.invoice_deposit import invoice_deposit
from comptoir.flows.issue_card import issue_card
from comptoir.flows.keep_refund_as_credit import keep_refund_as_credit
from comptoir.flows.label_parcel import label_parcel
from comptoir.flows.label_parcels import label_parcels
from comptoir.flows.look_up_payment import look_up_payment
from comptoir.flows.pass_on_credits import pass_on_credits
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.prepare_orders import prepare_orders
from comptoir.flows.put_in_cart import put_in_cart
from comptoir.flows.receive_return import receive_return
from comptoir.flows.recheck_payment import recheck_payment
from comptoir.flows.reconcile_payments import reconcile_payments
from comptoir.flows.record_payment import ExcessWay, record_payment
from comptoir.flows.record_payments import record_payments
from comptoir.flows.refund_order import refund_order
from comptoir.flows.release_orders import release_orders
from comptoir.flows.replace_goods import replace_goods
from comptoir.flows.replay_failed import replay_failed
from comptoir.flows.request_exchange import request_exchange
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.settle_payment import settle_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.ship_orders import ship_orders
from comptoir.flows.ship_parcels import ship_parcels
from comptoir.flows.start_picking import start_picking
from comptoir.flows.sweep_labels import sweep_labels
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.take_provider_message import take_provider_message
from comptoir.flows.testing import HOME, Shop, agree, buyer, fill_cart, sell, sell_card
from comptoir.flows.tests.carriers import scripted
from comptoir.flows.turn_down_return import turn_down_return
from comptoir.kernel import clock
from comptoir.kernel.events import Lane
from comptoir.kernel.events.dead import unplayed_dead_letters
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOON, OWNER, make_failed_job
from tests.races.filing import sell_sets_and_files
from tests.races.locks import Watch
from tests.races.owning import own_account
from tests.races.stocking import restock, rush
from tests.races.story import AGAIN, LATER, MONTHS_LATER, WEEKS_LATER, Story, id_of


def walk(shop: Shop, mailbox: Mailbox, watch: Watch) -> None:
    """Everything that a shop does while it sells."""
    story = Story(shop, watch)
    _fill_baskets(story)
    own_account(story)
    _ship_and_cancel(story)
    _hear_of_money(story, mailbox)
    _pay_by_card(story)
    _use_a_voucher(story)
    _sweep(story)
    restock(story)
    rush(story)
    sell_sets_and_files(story)
    _check(story)
    _take_back(story)
    _exchange(story)
    _play_again(story)
    _pass_news_on(story)
    # Last, because it stays: money is only set aside until the parcel leaves.
    save_market(market=replace(market(shop.market), capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    story.do(ship_order, **story.of(story.place()), prepare=True)


def _fill_baskets(story: Story) -> None:
    put = partial(put_in_cart, market=story.shop.market, language="fr", channel="web", sku=story.shop.sku, quantity=1)
    cart_id = story.do(put, "put_in_cart", cart_id=None, actor=buyer(), now=NOON)
    story.do(put, "put_in_cart", cart_id=cart_id, actor=buyer(), now=NOON)
    checkout, details = agree(fill_cart(story.shop), method="transfer"), CartDetails(comment="Merci")
    story.do(check_out, details=details, checkout=checkout, key=story.new_key(), actor=buyer(), now=NOON)


def _ship_and_cancel(story: Story) -> None:
    for prepared in (False, True):
        paid = story.place()
        if prepared:
            story.do(prepare_order, **story.of(paid))
        story.do(cancel_order, **story.of(paid), because="x")
    picked = story.of(story.place())
    story.do(start_picking, order_ids=[picked["order_id"]], place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    (walk,) = batches(limit=1)
    found: dict[VariantId, int | None] = {story.shop.variant_id: 0}
    story.do(record_picks, batch_id=walk.id, found=found, actor=OWNER, now=NOON)
    _label(story, picked["order_id"])
    changed = story.place()
    story.do(prepare_orders, order_ids=[id_of(changed)], actor=OWNER, now=NOON)
    change = OrderChange(builds_on=1, called_off={1: 1}, added={story.shop.sku: 2})
    story.do(invoice_deposit, **story.of(changed))
    story.do(edit_order, **story.of(changed), change=change, because="x")
    collected = OrderChange(builds_on=2, delivery_method="pickup", email="other@exemple.example")
    story.do(edit_order, **story.of(changed), change=collected, because="x")
    in_advance = story.place()
    story.do(invoice_deposit, **story.of(in_advance))
    for way in GestureWay:
        gesture = Gesture(id=new_id(), amount=Money(100, "EUR"), way=way)
        story.do(refund_order, **story.of(in_advance), gesture=gesture, because="x")
    story.do(ship_order, **story.of(in_advance), prepare=True)
    gesture = Gesture(id=new_id(), amount=Money(100, "EUR"), way=GestureWay.CREDIT)
    story.do(refund_order, **story.of(in_advance), gesture=gesture, because="x")
    for bulk in (hold_orders, release_orders, cancel_orders):
        story.do(bulk, order_ids=[id_of(changed)], because="x", actor=OWNER, now=NOON)
    declined = story.place(simulated="decline")
    story.do(retry_payment, **story.of(declined) | {"actor": buyer()}, method="simulator", paying=AGAIN)
    story.do(prepare_order, **story.of(declined))
    story.do(ship_order, **story.of(declined))
    several = story.place(method="transfer")
    story.do(record_payments, order_ids=[id_of(several)], actor=OWNER, now=NOON)
    story.do(prepare_order, **story.of(several))
    story.do(ship_orders, order_ids=[id_of(several)], actor=OWNER, now=NOON)


def _label(story: Story, order_id: OrderId) -> None:
    """Asked for, not wanted because it goes elsewhere, asked for again, and off it goes."""
    (parcel,) = shipments_of(order_id)
    story.do(label_parcel, shipment_id=parcel.id, actor=OWNER, now=NOON)
    moved = OrderChange(builds_on=1, shipping_address=replace(HOME, line1="9 rue des Remparts"))
    story.do(edit_order, order_id=order_id, change=moved, because="x", actor=OWNER, now=NOON)
    story.do(sweep_labels, actor=OWNER, now=NOON)
    story.do(label_parcels, shipment_ids=[parcel.id], actor=OWNER, now=NOON)
    story.do(ship_parcels, shipment_ids=[parcel.id], actor=OWNER, now=NOON)
    number = shipments_of(order_id)[0].tracking_number
    told = Tracked(key="1", status=TrackingStatus.DELIVERED, at=NOON)
    with scripted() as carrier:
        carrier.told[number] = (told,)
        story.do(follow_parcels, actor=OWNER, now=NOON)


def _hear_of_money(story: Story, mailbox: Mailbox) -> None:
    transfer = story.place(method="transfer")
    story.do(record_payment, **story.of(transfer), amount=Money(transfer.total_minor, transfer.currency))
    story.do(cancel_order, **story.of(transfer), because="x")
    (refund,) = refunds_for(id_of(transfer), "cancelled")
    story.do(confirm_refund, operation_id=refund.id, actor=OWNER, now=NOON)
    story.do(confirm_refunds, operation_ids=[refund.id], actor=OWNER, now=NOON)
    _hear_of_other_amounts(story)
    _hear_of_a_dispute(story)
    late = story.place(simulated="late")
    (heard, *_) = mailbox.wait_for(lambda each: late.payment_id.encode() in each.body and b"captured" in each.body)
    story.do(take_provider_message, kind="simulator", headers=heard.headers, body=heard.body, actor=OWNER, now=NOON)
    asked = story.place(simulated="late")
    story.do(look_up_payment, payment_id=PaymentId(UUID(asked.payment_id)), actor=buyer(), now=LATER)


def _hear_of_other_amounts(story: Story) -> None:
    """A part, and then too much, of an order that was changed meanwhile: once for credit, once it is decided later."""
    for excess in ExcessWay:
        placed = story.place(method="transfer")
        change = OrderChange(builds_on=1, added={story.shop.sku: 1})
        story.do(edit_order, **story.of(placed), change=change, because="x")
        story.do(record_payment, **story.of(placed), amount=Money(1_000, "EUR"))
        story.do(record_payment, **story.of(placed), amount=Money(9_000, "EUR"), excess=excess)
    (refund,) = refunds_for(id_of(placed), "too much")
    story.do(keep_refund_as_credit, operation_id=refund.id, because="x", actor=OWNER, now=NOON)


def _hear_of_a_dispute(story: Story) -> None:
    """As from any message: what the bank says when it is asked, settled through the one door."""
    placed = story.place()
    known = payment(PaymentId(UUID(placed.payment_id)))
    outcome = disputed(known, DisputeState.OPEN, Money(100, "EUR"))
    hear = partial(record_outcome, payment_id=known.id, outcome=outcome, actor=OWNER, now=NOON)
    story.do(settle_payment, "take_provider_message", order_id=id_of(placed), record=hear, actor=OWNER, now=NOON)


def _pay_by_card(story: Story) -> None:
    """Gift cards are issued, corrected, spent beside another way to pay, given back and expired."""
    card = sell_card(1_000).account_id
    for draft in (
        AccountDraft(kind=AccountKind.GIFT_CARD, market=story.shop.market, amount=Money(500, "EUR"), origin=origin)
        for origin in (Origin.SOLD, Origin.GESTURE)
    ):
        issued = replace(draft, expires_on=NOON.date())
        story.do(issue_card, draft=issued, key=story.new_key(), because="x", actor=OWNER, now=NOON)
    correct = partial(correct_card, amount=Money(700, "EUR"), because="x", key=story.new_key())
    story.do(correct, "correct_card", account_id=card, actor=OWNER, now=NOON)
    checkout = agree(fill_cart(story.shop), method="simulator", simulated="decline", cards=[card])
    declined = story.do(place_order, checkout=checkout, key=story.new_key(), actor=buyer(), now=NOON)
    again = story.of(declined) | {"actor": buyer(), "method": "simulator", "paying": AGAIN}
    story.do(retry_payment, **again)
    story.do(cancel_order, **story.of(declined), because="x")
    story.do(expire_cards, actor=OWNER, now=LATER + timedelta(days=1))


def _use_a_voucher(story: Story) -> None:
    """Used by a customer who may twice, and called off once."""
    code = make_voucher(limit=9, limit_each=2).code
    for _ in range(2):
        cart_id = fill_cart(story.shop)
        apply_voucher(cart_id=cart_id, code=code, actor=buyer(), now=NOON)
        checkout = agree(cart_id, method="simulator", simulated="approve")
        placed = story.do(place_order, checkout=checkout, key=story.new_key(), actor=buyer(), now=NOON)
    story.do(cancel_order, **story.of(placed), because="x")
    gift = make_voucher(code="CADEAU", amount=None, percent="100").code
    cart_id = fill_cart(story.shop, delivery="pickup")
    apply_voucher(cart_id=cart_id, code=gift, actor=buyer(), now=NOON)
    with_nothing_to_pay = replace(agree(cart_id), method="")
    story.do(
        place_order, "place_order/free", checkout=with_nothing_to_pay, key=story.new_key(), actor=buyer(), now=NOON
    )


def _sweep(story: Story) -> None:
    story.place(simulated="late")
    # The next look is due some time after the answer that did not come, which came by the clock.
    story.do(sweep_payments, actor=OWNER, now=clock.now() + timedelta(minutes=5))
    story.place(simulated="decline")
    story.do(abandon_orders, actor=OWNER, now=WEEKS_LATER)
    story.place(method="transfer")
    story.do(expire_reservations, actor=OWNER, now=MONTHS_LATER)


def _check(story: Story) -> None:
    """Something to open, to settle and to close for each check, twice."""
    late = story.place(simulated="late")
    broken = Finding(key="x", kind=CaseKind.BROKEN_INVARIANT, what="broken", facts={}, evidence={})
    since, until = clock.real_now() - timedelta(hours=1), clock.real_now() + timedelta(minutes=5)
    compare = partial(reconcile_payments, provider="simulator", since=since, until=until, actor=OWNER)
    for found, at in (([broken], WEEKS_LATER), ([], MONTHS_LATER)):
        story.do(check_books, findings=found, breaks={"x": len(found)}, actor=OWNER, now=at)
        story.do(check_work, actor=OWNER, now=at)
        story.do(check_webhooks, actor=OWNER, now=at)
        story.do(compare, "reconcile_payments", now=at)
    story.do(recheck_payment, payment_id=PaymentId(UUID(late.payment_id)), actor=OWNER, now=MONTHS_LATER)


def _play_again(story: Story) -> None:
    """News that a reaction gave up on, though it was passed on long ago, and two runs of one clock."""
    while deliver(Lane.URGENT):
        pass
    execute(
        """INSERT INTO kernel_dead_letter (event_id, reaction, error, died_at)
           SELECT id, 'some.reaction', 'x', emitted_at FROM kernel_outbox WHERE delivered_at IS NOT NULL LIMIT 3"""
    )
    letters, jobs = [each.id for each in unplayed_dead_letters(each=9)], [make_failed_job(lock="x") for _ in range(2)]
    story.do(replay_failed, letter_ids=letters, job_ids=jobs, actor=OWNER, now=NOON)


def _take_back(story: Story) -> None:
    home = story.place()
    order_id, at_home = id_of(home), buyer(id_of(home))
    story.do(ship_order, **story.of(home), prepare=True)
    asked = asked_for(order_id)
    story.do(declare_return, asked=asked, actor=at_home, now=NOON)
    received = [ReceivedLine(position=1, received=1)]
    story.do(receive_return, return_id=asked.id, lines=received, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    for prepared in (False, True):
        unsent = story.place()
        if prepared:
            story.do(prepare_order, **story.of(unsent))
        for _ in range(2):  # a part of it, then the rest
            asked = asked_for(id_of(unsent))
            story.do(declare_return, asked=asked, actor=buyer(id_of(unsent)), now=NOON)
    kept, broken = asked_for(order_id), asked_for(order_id, kind=ReturnKind.COMPLAINT)
    story.do(declare_return, asked=kept, actor=at_home, now=NOON)
    story.do(call_off_return, return_id=kept.id, actor=at_home, now=NOON)
    story.do(declare_return, asked=broken, actor=at_home, now=NOON)
    story.do(accept_return, return_id=broken.id, actor=OWNER, now=NOON)
    story.do(turn_down_return, return_id=broken.id, because="x", actor=OWNER, now=NOON)


def _exchange(story: Story) -> None:
    """Swapped and paid by what comes back, called off on either side, sent anew for a complaint; money passed on."""
    honey, price = story.shop, Money(1290, "EUR")
    story.shop = Shop(market=honey.market, honey=sell(market=honey.market, price=price, stock=20, draft=soap()))
    home = story.place()
    order_id, at_home = id_of(home), buyer(id_of(home))
    story.do(ship_order, **story.of(home), prepare=True)
    received = [ReceivedLine(position=1, received=1)]
    receive = partial(receive_return, lines=received, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    wanted = partial(asked_for, order_id, kind=ReturnKind.EXCHANGE, swap_for=story.shop.honey.variants[1].id)
    swapped = story.do(request_exchange, asked=wanted(), actor=at_home, now=NOON)
    story.do(receive, "receive_return", return_id=swapped.id)
    story.do(cancel_order, order_id=swapped.replacement_id, because="x", actor=OWNER, now=NOON)
    story.do(pass_on_credits, actor=OWNER, now=NOON)
    kept = story.do(request_exchange, asked=wanted(), actor=at_home, now=NOON)
    story.do(call_off_return, return_id=kept.id, actor=at_home, now=NOON)
    lost = story.do(request_exchange, asked=wanted(), actor=at_home, now=NOON)
    story.do(turn_down_return, return_id=lost.id, because="x", actor=OWNER, now=NOON)
    broken = asked_for(order_id, kind=ReturnKind.COMPLAINT)
    story.do(declare_return, asked=broken, actor=at_home, now=NOON)
    story.do(replace_goods, return_id=broken.id, instead={1: story.shop.variant_id}, actor=OWNER, now=NOON)
    story.do(receive, "receive_return", return_id=broken.id)
    again, other = story.place(), story.shop.honey.variants[1].id
    story.do(ship_order, **story.of(again), prepare=True)
    given_away = [NewPrice(variant_id=other, amount=Money(0, "EUR"))]
    set_prices(prices=given_away, market=story.shop.market, actor=OWNER, now=NOON)
    asked = asked_for(id_of(again), kind=ReturnKind.EXCHANGE, swap_for=other)
    free = story.do(request_exchange, asked=asked, actor=buyer(id_of(again)), now=NOON)
    story.do(receive, "receive_return", return_id=free.id)
    story.shop = honey


def _pass_news_on(story: Story) -> None:
    make_subscription("http://127.0.0.1:9/", name="Nobody listens here")
    for lane in Lane:
        while story.do(deliver, lane=lane):
            pass
    story.do(send_waiting_messages.func, "send_waiting_messages")
    changed = {"name": AvailabilityChanged.NAME, "payload": {"variant_ids": [str(story.shop.variant_id)]}}
    story.do(tell_subscribers_later.func, "tell_subscribers_later", **changed)
    story.do(send_webhooks.func, "send_webhooks")
    for document_id in unrendered(before=MONTHS_LATER):
        story.do(render_document.func, "render_document", document_id=str(document_id))
