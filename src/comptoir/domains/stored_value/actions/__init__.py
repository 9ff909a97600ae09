"""The verbs of stored value. Flows book in the ledger what they move."""

from comptoir.domains.stored_value.actions.codes import renew_codes
from comptoir.domains.stored_value.actions.correct import (
    adjust_stored_value,
    block_account,
    expire_account,
    unblock_account,
)
from comptoir.domains.stored_value.actions.forget import forget_card_owner
from comptoir.domains.stored_value.actions.issue import issue_stored_value
from comptoir.domains.stored_value.actions.spend import (
    give_back_stored_value,
    pass_on_stored_value,
    redeem_stored_value,
)

__all__ = [
    "adjust_stored_value",
    "block_account",
    "expire_account",
    "forget_card_owner",
    "give_back_stored_value",
    "issue_stored_value",
    "pass_on_stored_value",
    "redeem_stored_value",
    "renew_codes",
    "unblock_account",
]
