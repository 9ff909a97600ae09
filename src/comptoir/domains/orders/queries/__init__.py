"""What others may ask of orders."""

from comptoir.domains.orders.queries.elsewhere import countries_to_change_to, taxed_alike
from comptoir.domains.orders.queries.lists import (
    bought_variants,
    count_by_state,
    count_work,
    order_rows,
    sum_orders,
    unpaid_since,
    waiting_orders,
)
from comptoir.domains.orders.queries.own import own_orders
from comptoir.domains.orders.queries.read import (
    awaited_money,
    gesture_worth,
    gestures_of,
    headings_for,
    hold_rules,
    numbers_for,
    order,
    order_for_staff,
    order_ids_by_number,
    order_of_cart,
    pieces_to_ship,
    revision_of,
    signed_of,
    states_of,
    verdict_on_money,
)

__all__ = [
    "awaited_money",
    "bought_variants",
    "count_by_state",
    "count_work",
    "countries_to_change_to",
    "gesture_worth",
    "gestures_of",
    "headings_for",
    "hold_rules",
    "numbers_for",
    "order",
    "order_for_staff",
    "order_ids_by_number",
    "order_of_cart",
    "order_rows",
    "own_orders",
    "pieces_to_ship",
    "revision_of",
    "signed_of",
    "states_of",
    "sum_orders",
    "taxed_alike",
    "unpaid_since",
    "verdict_on_money",
    "waiting_orders",
]
