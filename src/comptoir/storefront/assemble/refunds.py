"""Money that goes back by transfer: the account is asked of the buyer, on the order's own page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from comptoir.domains.orders.values import Order
from comptoir.domains.payments.queries import refunds_to_send
from comptoir.domains.payments.values import Payment
from comptoir.kernel.formats import money_label
from comptoir.kernel.money import total_of
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_key
from comptoir.storefront.pages.fields import Field
from comptoir.storefront.pages.order import MoneyTo

_IBAN_LENGTH = 42  # 34 characters, and the spaces that people write between


def money_to(
    order: Order,
    payments: tuple[Payment, ...],
    here: Here,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> MoneyTo | None:
    """The form; None where no refund waits for somebody to send it. No statement where nothing goes back by hand."""
    if not any(not payment.looked_up and payment.refunding for payment in payments):
        return None
    waiting = refunds_to_send(order.id)
    if not waiting:
        return None
    typed, errors, known = typed or {}, errors or {}, waiting[-1].to
    amount = money_label(total_of((each.amount for each in waiting), order.total.currency), here.language)
    return MoneyTo(
        action=here.at.account(order_key(order)),
        text=_("We send you %(amount)s by bank transfer. The account is kept for this refund only, then erased.")
        % {"amount": amount},
        fields=(
            Field(
                "holder",
                _("Account holder"),
                typed.get("holder", order.billing_address.name),
                error=errors.get("holder", ""),
                autocomplete="name",
                maxlength=70,
            ),
            Field(
                "iban",
                _("IBAN"),
                typed.get("iban", ""),
                error=errors.get("iban", ""),
                autocomplete="off",
                maxlength=_IBAN_LENGTH,
            ),
        ),
        known=_("We have your account ending in %(end)s. You may give another.") % {"end": known.iban[-4:]}
        if known
        else "",
    )
