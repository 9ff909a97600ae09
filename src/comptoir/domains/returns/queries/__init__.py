"""What others may ask of returns."""

from comptoir.domains.returns.queries.read import (
    amount_back,
    count_by_state,
    return_by_id,
    return_for_staff,
    return_ids_by_number,
    return_of_order,
    return_replaced_by,
    return_rows,
    returns_for,
    returns_of,
)
from comptoir.domains.returns.queries.rights import (
    called_off_by,
    check_asked,
    check_receipt,
    lines_for,
    order_at_the_door,
    refund_due_on,
    returnable_lines,
    withdrawable_lines,
    withdrawal_period,
)
from comptoir.domains.returns.queries.slip import return_slip
from comptoir.domains.returns.queries.swaps import (
    GOODS_COME_WITHIN,
    KEPT_FOR,
    REST_PAID_WITHIN,
    replacement_draft,
    swap_choices,
    swap_difference,
)

__all__ = [
    "GOODS_COME_WITHIN",
    "KEPT_FOR",
    "REST_PAID_WITHIN",
    "amount_back",
    "called_off_by",
    "check_asked",
    "check_receipt",
    "count_by_state",
    "lines_for",
    "order_at_the_door",
    "refund_due_on",
    "replacement_draft",
    "return_by_id",
    "return_for_staff",
    "return_ids_by_number",
    "return_of_order",
    "return_replaced_by",
    "return_rows",
    "return_slip",
    "returnable_lines",
    "returns_for",
    "returns_of",
    "swap_choices",
    "swap_difference",
    "withdrawable_lines",
    "withdrawal_period",
]
