"""What can be said about a row: why it was not taken, or what was done with a cell that could not be taken as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

NOTES = {
    # Problems: they keep a product out.
    "no_handle": _("The row has no handle and follows no product."),
    "surplus_cells": _("The row has more cells than the header: something moved its cells to the right."),
    "rows_apart": _("The rows of this product are not together; it also appears on line %(others)s."),
    "too_long": _("This is longer than %(limit)s characters."),
    "no_title": _("There is no title."),
    "no_price": _("There is no price."),
    "bad_price": _("“%(cell)s” is not a price in %(currency)s."),
    "unclear_number": _("“%(cell)s” can be read in two ways: thousands or decimals?"),
    "bad_number": _("“%(cell)s” is not a number from 0 to %(limit)s."),
    "bad_truth": _("“%(cell)s” is neither true nor false."),
    "bad_status": _("“%(cell)s” is not a status: active, draft or archived."),
    "gift_card": _("It is a gift card: it is money, not goods."),
    "no_option_value": _("The product has the option “%(option)s”, this item has no value for it."),
    "no_option_name": _("There is a value for an option that has no name."),
    "too_many_options": _("The product has more than three options."),
    "too_many_variants": _("The product has %(count)s items; %(limit)s are the most."),
    "option_twice": _("Two options of the product have the same name."),
    "same_choice": _("It has the same options as line %(others)s and differs in something else."),
    "sku_shared": _("The reference %(sku)s is also used on line %(others)s."),
    "sku_taken": _("The reference %(sku)s already belongs to another product here."),
    "needs_skus": _("Without references, the items of a second language cannot be told apart."),
    "options_changed_here": _("The options of this product were changed here; the file's no longer fit."),
    "refused": _("%(reason)s"),
    "with_product": _("Kept out with its product: see line %(others)s."),
    # Remarks: the product is taken, something about it is not as the file says.
    "barcode_dropped": _("“%(cell)s” is not a valid barcode and was left out."),
    "compare_at_dropped": _("“%(cell)s” is not higher than the price, so no reduction is shown."),
    "bad_compare_at": _("“%(cell)s” is not a price, so no reduction is shown."),
    "free": _("The price is zero: the item is given away."),
    "oversold": _("%(cell)s in stock was taken as 0."),
    "no_stock_told": _("No stock given: nothing was counted."),
    "sells_beyond_stock": _("Sold beyond its stock in the original shop; here its sale stops at 0."),
    "needs_no_shipping": _("Needs no shipping in the original shop; here it is sold like an item that ships."),
    "not_taxed": _("Not taxed in the original shop; here it carries the VAT of its class."),
    "repeated_row": _("The row repeats line %(others)s and was ignored."),
    "bad_position": _("“%(cell)s” is not a position; the picture keeps the place of its row."),
    "picture_replaced": _("The picture could not be fetched (%(reason)s); a placeholder is shown in its place."),
    "picture_missing": _("The picture could not be fetched (%(reason)s)."),
}


PICTURE_REASONS = {
    "not_asked": _("fetching was not requested"),
    "time_up": _("no time was left"),
    "bad_address": _("it is not a web address"),
    "private_address": _("the address is not on the public internet"),
    "unreachable": _("its server does not answer"),
    "too_slow": _("it took too long"),
    "too_large": _("it is too large"),
    "too_many_redirects": _("its server sends from one address to the next"),
    "answered": _("its server refuses it"),
    "not_a_picture": _("it is not a picture we can read"),
}
"""Why a picture could not be had, as a part of a sentence; a note's ``reason`` may be one of these codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing said about one row. ``column`` is the file's own name of the column, "" for the row as a whole."""

    line: int
    column: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """For people, in the language of the moment."""
        reason = self.facts.get("reason", "")
        return str(NOTES[self.code]) % {**self.facts, "reason": PICTURE_REASONS.get(reason, reason)}
