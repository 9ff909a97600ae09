from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.errors import Conflict, Invalid, NotFound
from comptoir.kernel.formats import date_label, locale_of


class BadPrice(Invalid):
    """Base of what is wrong with a price that somebody sets."""

    code = "pricing.bad_price"
    message = _("This price cannot be used.")


class PriceOutOfRange(BadPrice):
    code = "pricing.price_out_of_range"
    message = _("A price cannot be negative, nor that high.")


class WrongCurrency(BadPrice):
    code = "pricing.wrong_currency"
    message = _("Prices of this market are in %(currency)s.")


class EarlierPriceTooLow(BadPrice):
    code = "pricing.earlier_price_too_low"
    message = _("The previous price must be higher than the price.")


class PricedTwice(BadPrice):
    """The same variant is in the batch twice; nobody can tell which price is meant."""

    code = "pricing.priced_twice"
    message = _("The same item is listed twice.")


class BadBasket(Invalid):
    """A quantity below one, a negative delivery price, or delivery without goods."""

    code = "pricing.bad_basket"
    message = _("These quantities or amounts cannot be priced.")


class NotPriced(Conflict):
    """These variants have no price in the market: they are not sold there."""

    code = "pricing.not_priced"
    message = _("Some items have no price here and cannot be bought.")

    def __init__(self, *, variant_ids: Sequence[VariantId]) -> None:
        super().__init__(variant_ids=tuple(variant_ids))
        self.variant_ids = tuple(variant_ids)


class UnknownRate(Invalid):
    """The table holds no VAT rate for that country on that day."""

    code = "pricing.unknown_rate"
    message = _("We know no VAT rate for %(country)s on %(on)s.")

    def __str__(self) -> str:
        language = get_language() or settings.LANGUAGE_CODE
        country, on = str(self.facts["country"]), date.fromisoformat(str(self.facts["on"]))
        named = locale_of(language).territories.get(country, country)
        return str(self.message) % {"country": named, "on": date_label(on, language)}


class UnknownTaxClass(Invalid):
    code = "pricing.unknown_tax_class"
    message = _("There is no VAT class “%(tax_class)s”.")


class BadVoucher(Invalid):
    """Base of what is wrong with a voucher that somebody makes."""

    code = "pricing.bad_voucher"
    message = _("This voucher cannot be created.")


class BadVoucherCode(BadVoucher):
    code = "pricing.bad_voucher_code"
    message = _("A code has 3 to 30 letters and digits, hyphens allowed.")


class VoucherCodeTaken(BadVoucher):
    code = "pricing.voucher_code_taken"
    message = _("The code %(voucher)s exists already.")


class BadReduction(BadVoucher):
    """Neither an amount above zero in the market's currency nor a percentage up to 100, or a negative minimum."""

    code = "pricing.bad_reduction"
    message = _("A voucher’s discount is an amount above zero in %(currency)s, or a percentage up to 100.")


class BadVoucherDates(BadVoucher):
    code = "pricing.bad_voucher_dates"
    message = _("A voucher must end after it begins.")


class BadVoucherLimit(BadVoucher):
    code = "pricing.bad_voucher_limit"
    message = _("A voucher can be used at least once.")


class TooManyVouchers(BadVoucher):
    code = "pricing.too_many_vouchers"
    message = _("At most %(most)s codes at once.")


class UnknownVoucher(NotFound):
    code = "pricing.unknown_voucher"
    message = _("We could not find this voucher.")


class UnknownVoucherCode(Invalid):
    """Nobody learns of a code of another market either."""

    code = "pricing.unknown_voucher_code"
    message = _("This code cannot be used.")


class VoucherRefused(Conflict):
    """Base of why a code takes nothing off now. ``voucher`` is the code."""

    code = "pricing.voucher_refused"
    message = _("The code %(voucher)s cannot be used now.")


class VoucherSwitchedOff(VoucherRefused):
    code = "pricing.voucher_switched_off"
    message = _("The code %(voucher)s is no longer valid.")


class VoucherNotYetValid(VoucherRefused):
    code = "pricing.voucher_not_yet_valid"
    message = _("The code %(voucher)s is not valid yet.")


class VoucherExpired(VoucherRefused):
    code = "pricing.voucher_expired"
    message = _("The code %(voucher)s has expired.")


class VoucherUsedUp(VoucherRefused):
    code = "pricing.voucher_used_up"
    message = _("The code %(voucher)s has been used up.")


class VoucherUsedByCustomer(VoucherRefused):
    code = "pricing.voucher_used_by_customer"
    message = _("You have already used the code %(voucher)s.")


class VoucherMinimumNotMet(VoucherRefused):
    """``minimum`` is what the goods must come to."""

    code = "pricing.voucher_minimum_not_met"
    message = _("The code %(voucher)s is for orders of %(minimum)s or more.")
