"""Vouchers, gift cards and store credit on the way to the order: one field for a code, and what each takes off."""

from django.utils.translation import gettext as _

from comptoir.domains.cart.values import AppliedVoucher, PricedCart
from comptoir.domains.payments.queries import stored_value_method
from comptoir.domains.pricing.errors import VoucherMinimumNotMet, VoucherRefused
from comptoir.domains.pricing.queries import has_vouchers
from comptoir.domains.stored_value.values import Account, AccountKind, shares_of
from comptoir.kernel.formats import money_label
from comptoir.storefront.here import Here
from comptoir.storefront.pages.cart import VOUCHER, AppliedCode, Codes
from comptoir.storefront.pages.fields import Field
from comptoir.storefront.pages.parts import Total
from comptoir.storefront.typed import CodeTyped

_CODE_LENGTH = 40


def codes_of(priced: PricedCart, here: Here, *, typed: CodeTyped) -> Codes | None:
    """None where there is no code to type: the market takes no gift cards and has no voucher."""
    takes_cards = stored_value_method(here.market.code) is not None
    if not (takes_cards or priced.voucher or has_vouchers(here.market.code)):
        return None
    return Codes(
        field=Field(
            "code",
            _("Voucher, gift card or store credit code") if takes_cards else _("Voucher code"),
            typed.code,
            error=typed.error,
            required=False,
            autocomplete="off",
            maxlength=_CODE_LENGTH,
        ),
        instead=_("Use %(code)s anyway") % {"code": typed.code} if typed.worse else "",
        applied=(
            *_voucher(priced.voucher, here.language),
            *(AppliedCode(str(account.id), account_words(account)) for account in priced.accounts),
        ),
    )


def _voucher(applied: AppliedVoucher | None, language: str) -> tuple[AppliedCode, ...]:
    if applied is None:
        return ()
    problem = refusal_words(applied.refusal, language) if applied.refusal else ""
    return (AppliedCode(VOUCHER, voucher_words(applied.code), problem),)


def voucher_words(code: str) -> str:
    """How what a voucher takes off is called."""
    return _("Code %(code)s") % {"code": code}


def refusal_words(refusal: VoucherRefused, language: str) -> str:
    """Why a code takes nothing off."""
    if not isinstance(refusal, VoucherMinimumNotMet):
        return str(refusal)
    minimum = money_label(refusal.facts["minimum"], language)
    return str(refusal.message) % (refusal.facts | {"minimum": minimum})


def account_words(account: Account) -> str:
    """How a card is called: by the end of its code, which is all that is known of it."""
    words = _("Gift card …%(end)s") if account.kind is AccountKind.GIFT_CARD else _("Store credit …%(end)s")
    return words % {"end": account.last_four}


def with_codes(
    totals: tuple[Total, ...], total: Total, priced: PricedCart, language: str
) -> tuple[tuple[Total, ...], Total]:
    """The totals with what gift cards and store credit pay of them, down to what is left to pay."""
    shares = shares_of(priced.accounts, priced.total)
    if not shares:
        return totals, total
    paid = (Total(account_words(account), money_label(-part, language)) for account, part in shares)
    whole = Total(total.label, total.amount, total.note)
    return (*totals, whole, *paid), Total(_("Amount due"), money_label(priced.to_pay, language), strong=True)
