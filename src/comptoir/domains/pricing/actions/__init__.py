"""The verbs of pricing."""

from comptoir.domains.pricing.actions.prices import add_prices, set_prices
from comptoir.domains.pricing.actions.vouchers import (
    add_vouchers,
    forget_voucher_user,
    release_voucher,
    switch_voucher_off,
    switch_voucher_on,
    use_voucher,
)

__all__ = [
    "add_prices",
    "add_vouchers",
    "forget_voucher_user",
    "release_voucher",
    "set_prices",
    "switch_voucher_off",
    "switch_voucher_on",
    "use_voucher",
]
