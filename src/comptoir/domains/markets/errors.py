from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class NotSetUp(Conflict):
    """This installation has no merchant yet."""

    code = "markets.not_set_up"
    message = _("This shop has not been set up yet.")


class AlreadySetUp(Conflict):
    """The first set-up has been done."""

    code = "markets.already_set_up"
    message = _("This shop has already been set up. Use the settings to change it.")


class UnknownMarket(NotFound):
    code = "markets.unknown_market"
    message = _("We do not sell in a market called “%(market)s”.")


class UnknownLegalEntity(NotFound):
    code = "markets.unknown_legal_entity"
    message = _("There is no such legal entity.")


class CodeTaken(Conflict):
    code = "markets.code_taken"
    message = _("The code “%(value)s” is already used.")


class DefaultMarketNeeded(Conflict):
    """The merchant's default market must be one that sells."""

    code = "markets.default_market_needed"
    message = _("The default market must stay open. Choose another default market first.")


class CurrencyFixed(Conflict):
    """Prices, carts and orders of a market are in its currency: it cannot change under them."""

    code = "markets.currency_fixed"
    message = _("The currency of a market cannot be changed. Open another market for another currency.")


class FieldNeeded(Invalid):
    code = "markets.field_needed"
    message = _("This field is required.")


class BadCode(Invalid):
    code = "markets.bad_code"
    message = _("Use lowercase letters, digits and hyphens, starting with a letter.")


class BadOrderPrefix(Invalid):
    code = "markets.bad_order_prefix"
    message = _("Use 1 to 8 capital letters or digits.")


class BadInvoiceSeries(Invalid):
    code = "markets.bad_invoice_series"
    message = _("Use up to 4 capital letters, or none.")


class BadSiren(Invalid):
    code = "markets.bad_siren"
    message = _("This SIREN is not valid: it has 9 digits, the last of which is a check digit.")


class BadSiret(Invalid):
    code = "markets.bad_siret"
    message = _("This SIRET is not valid: it is the SIREN followed by 5 digits.")


class BadVatNumber(Invalid):
    code = "markets.bad_vat_number"
    message = _("This VAT number is not valid. It starts with the country, such as FR.")


class BadIban(Invalid):
    code = "markets.bad_iban"
    message = _("This IBAN is not valid. Check it against your bank's document.")


class BadBic(Invalid):
    code = "markets.bad_bic"
    message = _("This BIC is not valid: it has 8 or 11 characters.")


class BadShareCapital(Invalid):
    code = "markets.bad_share_capital"
    message = _("The share capital must be a positive amount.")


class BadCurrency(Invalid):
    code = "markets.bad_currency"
    message = _("“%(value)s” is not a currency code such as EUR.")


class BadLanguage(Invalid):
    code = "markets.bad_language"
    message = _("“%(value)s” is not a language this shop supports.")


class BadTimeZone(Invalid):
    code = "markets.bad_time_zone"
    message = _("“%(value)s” is not a time zone such as Europe/Paris.")


class BadCountry(Invalid):
    code = "markets.bad_country"
    message = _("“%(value)s” is not a country code such as FR.")
