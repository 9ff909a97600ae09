"""Each invariant is broken by hand, behind the back of every guard, and must be found."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from comptoir.domains.cart.actions import apply_voucher
from comptoir.domains.integrations.testing import make_subscription, pass_news_on
from comptoir.domains.inventory.actions import receive_goods
from comptoir.domains.inventory.testing import purchase_of, transfer_of
from comptoir.domains.inventory.values import StockLine
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import ReceivedLine
from comptoir.domains.reviews.testing import make_review
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.receive_return import receive_return
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import agree, buyer, fill_cart, open_shop, sell_card
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute, fetch
from comptoir.kernel.testing import NOON, OWNER
from comptoir.operations.verify.checks import CHECKS, run_checks

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> None:
    """Orders shipped, paid, waiting, paid in part by a gift card, with a voucher; goods under way and bought;
    triggers and constraints out of the way."""
    shop = open_shop(stock=50)
    make_subscription()
    for steps in (2, 1, 0):
        placed = place_order(checkout=agree(fill_cart(shop)), key=f"k{steps}", actor=buyer(), now=NOON)
        id = OrderId(UUID(placed.order_id))
        if steps:
            record_payment(order_id=id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=NOON)
        if steps == 2:
            prepare_order(order_id=id, actor=OWNER, now=NOON)
            ship_order(order_id=id, actor=OWNER, now=NOON)
            send_one_back(id)
            say_something(id)
    transfer_of((shop.variant_id, 3))
    receive_goods(
        purchase_order_id=purchase_of((shop.variant_id, 9)),
        lines=[StockLine(variant_id=shop.variant_id, quantity=4)],
        key="BL-1",
        actor=OWNER,
        now=NOON,
    )
    checkout = agree(fill_cart(shop), cards=[sell_card(1_000).account_id])
    place_order(checkout=checkout, key="card", actor=buyer(), now=NOON)
    make_voucher()
    reduced = fill_cart(shop, quantity=3)
    apply_voucher(cart_id=reduced, code="BIENVENUE", actor=buyer(), now=NOON)
    with_code = place_order(checkout=agree(reduced), key="code", actor=buyer(), now=NOON)
    id = OrderId(UUID(with_code.order_id))
    record_payment(order_id=id, amount=Money(with_code.total_minor, "EUR"), actor=OWNER, now=NOON)
    ship_order(order_id=id, prepare=True, actor=OWNER, now=NOON)
    pass_news_on()
    assert broken() == {}
    remove_guards()


def send_one_back(order_id: OrderId) -> None:
    asked = asked_for(order_id)
    request_return(asked=asked, actor=buyer(order_id), now=NOON)
    came = [ReceivedLine(position=1, received=1)]
    receive_return(return_id=asked.id, lines=came, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)


def say_something(order_id: OrderId) -> None:
    """The buyer of an order reviews its first line, and somebody publishes that."""
    make_review(order(order_id))


def remove_guards() -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name in fetch(
        """SELECT conrelid::regclass::text, conname FROM pg_constraint
            WHERE contype IN ('c', 'f', 'u') AND connamespace = 'public'::regnamespace ORDER BY contype = 'u'"""
    ):
        execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
    for table, name in fetch(
        """SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal
              AND tgrelid::regclass::text !~ '^procrastinate'"""
    ):
        execute(f'DROP TRIGGER "{name}" ON {table}')


def broken() -> dict[str, tuple[str, ...]]:
    found = run_checks(connection.connection, now=NOON, real_now=NOON + timedelta(days=1))
    return {each.check.code: each.breaks for each in found if each.breaks}


BREAKS = {
    "a cent too much in the ledger": (
        "p1_ledger",
        """UPDATE ledger_line SET debit_minor = debit_minor + 1
            WHERE id = (SELECT max(id) FROM ledger_line WHERE debit_minor > 0)""",
    ),
    "money that was never booked": (
        "p1_ledger",
        """UPDATE payments_payment SET refunded_minor = 5
            WHERE id = (SELECT id FROM payments_payment WHERE state = 'captured' LIMIT 1)""",
    ),
    "a line that does not add up": (
        "p2_orders",
        "UPDATE orders_orderline SET total_minor = total_minor + 1 WHERE id = (SELECT max(id) FROM orders_orderline)",
    ),
    "a discount whose share is lost": (
        "p2_orders",
        "UPDATE orders_orderline SET discount_minor = discount_minor - 1 WHERE discount_minor > 0",
    ),
    "a discount that no invoice shows": (
        "p2_orders",
        """UPDATE invoicing_document SET lines = jsonb_set(lines, '{0,total_minor}', '2580')
            WHERE order_id = (SELECT id FROM orders_order WHERE voucher <> '')""",
    ),
    "a tax rounded the other way": (
        "p2_orders",
        """UPDATE orders_order SET taxes = jsonb_set(
               jsonb_set(taxes, '{0,tax_minor}', to_jsonb((taxes->0->>'tax_minor')::int + 1)),
               '{0,net_minor}', to_jsonb((taxes->0->>'net_minor')::int - 1))""",
    ),
    "an invoice of another amount": (
        "p2_orders",
        """UPDATE invoicing_document SET total_minor = total_minor + 5000, net_minor = net_minor + 5000
            WHERE kind = 'invoice'""",
    ),
    "an order paid by nothing": (
        "p4_payments",
        "UPDATE orders_order SET state = 'paid' WHERE state = 'awaiting_payment'",
    ),
    "a transfer awaited over another amount than is due": (
        "p4_payments",
        "UPDATE payments_payment SET amount_minor = amount_minor - 1 WHERE state = 'pending'",
    ),
    "a difference that nobody could pay": ("p4_payments", "UPDATE orders_order SET due_minor = 1 WHERE state = 'paid'"),
    "two orders of one cart": (
        "p4_payments",
        "UPDATE orders_order SET cart_id = (SELECT cart_id FROM orders_order ORDER BY number LIMIT 1)",
    ),
    "a dispute that no bank told of": ("p3_refunds", "UPDATE payments_payment SET disputed_minor = captured_minor"),
    "store credit that nobody issued": (
        "p3_refunds",
        "UPDATE payments_payment SET credited_minor = 1 WHERE state = 'captured'",
    ),
    "a dispute that was never booked": (
        "p1_ledger",
        """INSERT INTO payments_dispute (id, payment_id, reference, state, amount_minor, reason, opened_at)
           SELECT gen_random_uuid(), id, 'd', 'open', 1, '', now() FROM payments_payment
            WHERE state = 'captured' LIMIT 1""",
    ),
    "more disputed than was taken": ("p4_payments", "UPDATE payments_payment SET disputed_minor = captured_minor + 1"),
    "money that counts for nothing": (
        "p4_payments",
        "UPDATE payments_payment SET voiding = NOT voiding WHERE state = 'pending'",
    ),
    "a refund above the capture": ("p4_payments", "UPDATE payments_payment SET refunded_minor = captured_minor + 1"),
    "a shelf without its movement": ("p5_stock", "UPDATE inventory_stocklevel SET on_hand = on_hand + 1"),
    "a movement that vanished": ("p5_stock", "DELETE FROM inventory_stockmovement WHERE kind = 'shipment'"),
    "more promised than there is": ("p5_stock", "UPDATE inventory_stocklevel SET claimed = on_hand + 1"),
    "goods that were under way and are nowhere": (
        "p5_stock",
        "UPDATE inventory_transferline SET given_back = given_back + 1",
    ),
    "a transfer nobody wrote down": ("p5_stock", "DELETE FROM inventory_transferline"),
    "a transfer that ended before its goods": ("p5_stock", "UPDATE inventory_transfer SET state = 'received'"),
    "a receipt without its movement": ("p5_stock", "UPDATE inventory_purchaseline SET received = received + 1"),
    "a purchase called off after goods came": ("p5_stock", "UPDATE inventory_purchaseorder SET state = 'cancelled'"),
    "a bucket that nobody can find": ("p5_stock", "UPDATE inventory_stocklevel SET buckets = buckets + 1"),
    "a bucket with more than is free": (
        "p5_stock",
        """WITH full_one AS (
               INSERT INTO inventory_stockbucket (variant_id, place_id, number, free)
               SELECT variant_id, place_id, 1, on_hand FROM inventory_stocklevel RETURNING *)
           UPDATE inventory_stocklevel AS level
              SET buckets = 1, safety = 1, backorder_limit = 0, reserved = level.reserved + free,
                  shortfall = greatest(0, level.reserved + free + level.claimed - level.on_hand)
             FROM full_one WHERE full_one.variant_id = level.variant_id AND full_one.place_id = level.place_id""",
    ),
    "a piece in a bucket that is not reserved": (
        "p6_reservations",
        """WITH one AS (
               INSERT INTO inventory_stockbucket (variant_id, place_id, number, free)
               SELECT variant_id, place_id, 1, 1 FROM inventory_stocklevel)
           UPDATE inventory_stocklevel SET buckets = 1""",
    ),
    "a claim that says it is spread": (
        "p6_reservations",
        "UPDATE inventory_reservation SET spread = true WHERE state = 'claimed'",
    ),
    "a counter without its reservation": ("p6_reservations", "UPDATE inventory_stocklevel SET reserved = reserved + 1"),
    "a paid order whose goods are free": (
        "p6_reservations",
        "UPDATE inventory_reservation SET state = 'released' WHERE state = 'claimed'",
    ),
    "a reservation that outlived its time": (
        "p6_reservations",
        """WITH old AS (UPDATE inventory_reservation SET until = until - interval '20 days' RETURNING id)
           UPDATE payments_payment SET state = 'voided' WHERE state = 'pending'""",
    ),
    "a card that holds a cent too much": (
        "p7_stored_value",
        "UPDATE stored_value_account SET balance_minor = balance_minor + 1",
    ),
    "a payment that the card forgot": ("p7_stored_value", "DELETE FROM stored_value_entry WHERE kind = 'redeemed'"),
    "a running balance that jumps": (
        "p7_stored_value",
        "UPDATE stored_value_entry SET balance_after_minor = balance_after_minor + 1 WHERE kind = 'redeemed'",
    ),
    "more that came back than was taken": (
        "p7_stored_value",
        """WITH back AS (
               INSERT INTO stored_value_entry (account_id, kind, amount_minor, balance_after_minor, key, payment_id,
                                               because, actor_label, at)
               SELECT account_id, 'given_back', 1001, 1001, 'x', payment_id, '', '', at FROM stored_value_entry
                WHERE kind = 'redeemed')
           UPDATE stored_value_account SET balance_minor = 1001""",
    ),
    "a payment that no card made": (
        "p7_stored_value",
        """WITH paid AS (UPDATE stored_value_entry SET payment_id = gen_random_uuid(), at = '2026-01-01'
                          WHERE kind = 'redeemed')
           UPDATE payments_payment SET captured_at = '2026-01-01' WHERE provider = 'stored_value'""",
    ),
    "a card that was never booked": (
        "p7_stored_value",
        "UPDATE ledger_entry SET key = 'another' WHERE key ~ '^stored value:'",
    ),
    "a discount that is not on the lines": ("p8_vouchers", "UPDATE pricing_voucheruse SET discount_minor = 499"),
    "a voucher that counts too much": ("p8_vouchers", "UPDATE pricing_voucher SET used = used + 1"),
    "a voucher used too often": ("p8_vouchers", 'UPDATE pricing_voucher SET "limit" = 0'),
    "a voucher used too often by one customer": ("p8_vouchers", "UPDATE pricing_voucher SET limit_each = 0"),
    "a use that outlived its order": (
        "p8_vouchers",
        "UPDATE orders_order SET state = 'cancelled' WHERE voucher <> ''",
    ),
    "a use that was released too soon": (
        "p8_vouchers",
        """WITH freed AS (UPDATE pricing_voucher SET used = used - 1)
           UPDATE pricing_voucheruse SET state = 'released', released_at = used_at""",
    ),
    "a discount for no code": ("p8_vouchers", "UPDATE orders_order SET voucher = ''"),
    "a use of no order": ("p8_vouchers", "UPDATE pricing_voucheruse SET order_id = gen_random_uuid()"),
    "a missing invoice number": ("p9_documents", "UPDATE invoicing_document SET sequence = 2"),
    "a series that ran ahead": ("p9_documents", "UPDATE invoicing_series SET next_number = next_number + 1"),
    "goods that left without an invoice": ("p9_documents", "DELETE FROM invoicing_document"),
    "a piece that came back without a return": ("p11_states", "UPDATE returns_returnline SET received = 0"),
    "more pieces to come back than the customer has": (
        "p11_states",
        "UPDATE returns_returnline SET quantity = 9; UPDATE returns_return SET state = 'accepted'",
    ),
    "pieces that were withdrawn from and are still to be sent": (
        "p11_states",
        """INSERT INTO returns_calledoffline (of_return_id, position, quantity, reason)
           SELECT id, 1, 1, '' FROM returns_return""",
    ),
    "more given back than was decided": ("p3_refunds", "UPDATE returns_return SET refund_minor = refund_minor - 1"),
    "more decided than the pieces were worth": ("p3_refunds", "UPDATE returns_return SET refund_minor = 10000"),
    "a return closed before its money went back": ("p3_refunds", "UPDATE returns_return SET state = 'closed'"),
    "a refund for a return that is not": ("p3_refunds", "UPDATE payments_operation SET cause = 'return of something'"),
    "what came back that paid for nothing": (
        "p3_refunds",
        """UPDATE returns_return SET refund_minor = refund_minor - 1, swapped_minor = 1;
           UPDATE payments_operation SET amount_minor = amount_minor - 1 WHERE cause ~ '^return '""",
    ),
    "an order that waits for goods of no return": (
        "p11_states",
        "UPDATE orders_order SET awaits_goods = true WHERE state = 'awaiting_payment'",
    ),
    "a state nobody moved to": ("p11_states", "UPDATE orders_order SET state = 'preparing' WHERE state = 'paid'"),
    "a move that was never declared": (
        "p11_states",
        """UPDATE kernel_history SET before = '{"state": "awaiting_payment"}'
            WHERE subject_type = 'orders.order' AND after->>'state' = 'shipped'""",
    ),
    "a parcel with more than was ordered": ("p11_states", "UPDATE fulfilment_packedline SET quantity = quantity + 1"),
    "a rating that counts a review too many": ("p13_reviews", "UPDATE reviews_rating SET ones = ones + 1"),
    "a rating that was lost": ("p13_reviews", "DELETE FROM reviews_rating"),
    "a review of goods that never left": ("p13_reviews", "UPDATE reviews_review SET position = 9"),
    "an event that was lost": ("p12_messages", "DELETE FROM kernel_outbox WHERE name = 'orders.order_paid.1'"),
    "a reaction that failed permanently": (
        "p12_messages",
        """INSERT INTO kernel_dead_letter (event_id, reaction, error, died_at)
           SELECT id, 'some.reaction', 'boom', now() FROM kernel_outbox LIMIT 1""",
    ),
    "an event nobody delivers": (
        "p12_messages",
        "UPDATE kernel_outbox SET delivered_at = NULL, attempts = 0, emitted_at = '2020-01-01'",
    ),
    "a message to an ERP that is missing": (
        "p12_messages",
        "DELETE FROM integrations_delivery WHERE event_name = 'orders.order_paid.1'",
    ),
    "two messages to an ERP under one number": ("p12_messages", "UPDATE integrations_delivery SET sequence = 1"),
    "a count of messages that ran ahead": ("p12_messages", "UPDATE integrations_subscription SET position = 99"),
}


def test_every_break_is_found(books: None, subtests: pytest.Subtests) -> None:
    """One after the other in the same books, each taken back before the next."""
    for name, (code, sql) in BREAKS.items():
        with subtests.test(name), transaction.atomic():
            assert execute(sql) > 0
            assert code in broken()
            transaction.set_rollback(True)
    assert broken() == {}


def test_every_check_is_broken_above() -> None:
    assert {code for code, _ in BREAKS.values()} == {check.code for check in CHECKS}
