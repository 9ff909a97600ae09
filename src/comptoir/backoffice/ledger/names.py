"""What accounts and journals are called on the screen. In the file for the tax office they have their French names."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.backoffice.formats import number_text
from comptoir.backoffice.parts import Words
from comptoir.domains.ledger.values import (
    ADVANCES_RECEIVED,
    BANK,
    CUSTOMERS,
    DELIVERY_CHARGED,
    GOODS_SOLD,
    VAT_ON_DEPOSITS,
    Journal,
    provider_of,
    vat_of,
)

JOURNALS: dict[Journal, Words] = {
    Journal.SALES: pgettext_lazy("a journal of the books", "Sales"),
    Journal.BANK: pgettext_lazy("a journal of the books", "Bank"),
    Journal.MISCELLANEOUS: pgettext_lazy("a journal of the books", "Miscellaneous"),
}
_ACCOUNTS = {
    CUSTOMERS: pgettext_lazy("an account of the books", "Customers"),
    ADVANCES_RECEIVED: gettext_lazy("Advances received from customers"),
    BANK: pgettext_lazy("an account of the books", "Bank"),
    VAT_ON_DEPOSITS: gettext_lazy("VAT on deposits, until the goods are invoiced"),
    GOODS_SOLD: gettext_lazy("Goods sold"),
    DELIVERY_CHARGED: gettext_lazy("Delivery charged"),
}


def account_words(code: str) -> Words:
    """ "VAT charged, FR 5.5%" for 44571FR0550; "" for an account that only its code tells."""
    if provider := provider_of(code):
        return _("Held by %(provider)s") % {"provider": provider.title()}
    if vat := vat_of(code):
        country, rate = vat
        shown = number_text(Decimal(f"{rate:f}").normalize())
        return _("VAT charged, %(country)s %(rate)s%%") % {"country": country, "rate": shown}
    return _ACCOUNTS.get(code, "")
