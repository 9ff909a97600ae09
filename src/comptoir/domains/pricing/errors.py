from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.errors import Conflict, Invalid


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
    message = _("The earlier price must be higher than the price.")


class PricedTwice(BadPrice):
    """The same variant is in the batch twice; nobody can tell which price is meant."""

    code = "pricing.priced_twice"
    message = _("The same article is listed twice.")


class BadBasket(Invalid):
    """A quantity below one, a negative delivery price, or delivery without goods."""

    code = "pricing.bad_basket"
    message = _("These quantities or amounts cannot be priced.")


class NotPriced(Conflict):
    """These variants have no price in the market: they are not sold there."""

    code = "pricing.not_priced"
    message = _("Some articles have no price here and cannot be bought.")

    def __init__(self, *, variant_ids: Sequence[VariantId]) -> None:
        super().__init__(variant_ids=tuple(variant_ids))
        self.variant_ids = tuple(variant_ids)


class UnknownRate(Invalid):
    """The table holds no VAT rate for that country on that day."""

    code = "pricing.unknown_rate"
    message = _("We know no VAT rate for %(country)s on %(on)s.")


class UnknownTaxClass(Invalid):
    code = "pricing.unknown_tax_class"
    message = _("There is no VAT class “%(tax_class)s”.")
