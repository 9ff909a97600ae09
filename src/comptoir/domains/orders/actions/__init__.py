"""The verbs of an order."""

from comptoir.domains.orders.actions.add import add_orders
from comptoir.domains.orders.actions.forget import forget_buyer
from comptoir.domains.orders.actions.gesture import grant_gesture
from comptoir.domains.orders.actions.hold import add_note, hold_order, release_order
from comptoir.domains.orders.actions.move import ask_for_payment, cancel, count_payment, mark_paid, start_preparing
from comptoir.domains.orders.actions.pieces import mark_pieces_returned, mark_pieces_shipped
from comptoir.domains.orders.actions.placing import place
from comptoir.domains.orders.actions.revise import revise_order
from comptoir.domains.orders.actions.suspect import hold_by_rule, set_hold_rules

__all__ = [
    "add_note",
    "add_orders",
    "ask_for_payment",
    "cancel",
    "count_payment",
    "forget_buyer",
    "grant_gesture",
    "hold_by_rule",
    "hold_order",
    "mark_paid",
    "mark_pieces_returned",
    "mark_pieces_shipped",
    "place",
    "release_order",
    "revise_order",
    "set_hold_rules",
    "start_preparing",
]
