"""What others may ask of pricing."""

from comptoir.domains.pricing.queries.discounts import (
    batch_codes,
    has_vouchers,
    held_voucher,
    offered_voucher,
    taken_off,
    voucher,
    voucher_by_code,
    voucher_uses,
    vouchers,
)
from comptoir.domains.pricing.queries.prices import (
    price_changes,
    price_goods,
    prices_for,
    taxation,
    taxation_in,
    unit_price,
    vat_rate,
    vat_table,
)

__all__ = [
    "batch_codes",
    "has_vouchers",
    "held_voucher",
    "offered_voucher",
    "price_changes",
    "price_goods",
    "prices_for",
    "taken_off",
    "taxation",
    "taxation_in",
    "unit_price",
    "vat_rate",
    "vat_table",
    "voucher",
    "voucher_by_code",
    "voucher_uses",
    "vouchers",
]
