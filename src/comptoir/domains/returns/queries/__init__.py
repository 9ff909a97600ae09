"""What others may ask of returns."""

from comptoir.domains.returns.queries.read import (
    amount_back,
    count_by_state,
    return_by_id,
    return_for_staff,
    return_ids_by_number,
    return_of_order,
    return_rows,
    returns_of,
)
from comptoir.domains.returns.queries.rights import check_asked, refund_due_on, returnable_lines, withdrawal_period
from comptoir.domains.returns.queries.slip import return_slip

__all__ = [
    "amount_back",
    "check_asked",
    "count_by_state",
    "refund_due_on",
    "return_by_id",
    "return_for_staff",
    "return_ids_by_number",
    "return_of_order",
    "return_rows",
    "return_slip",
    "returnable_lines",
    "returns_of",
    "withdrawal_period",
]
