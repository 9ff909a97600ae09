"""Vouchers, gift cards and store credit in the basket: a code is used, or taken out again."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse

from comptoir.domains.cart.actions import apply_code, remove_stored_value, remove_voucher
from comptoir.domains.cart.errors import BetterVoucher, CartClosed, UnknownCart
from comptoir.domains.cart.values import CartId
from comptoir.domains.pricing.errors import VoucherRefused
from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel.errors import Invalid
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.carts import buyer, cart_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.cart import VOUCHER
from comptoir.storefront.respond import see_other
from comptoir.storefront.typed import CodeTyped
from comptoir.storefront.views.around import said

CODES = Limit("storefront.codes", burst=20, per_minute=5)
"""Trying codes is slow, whoever tries."""

INSTEAD = "code_instead"
"""Pressed to use the code that was typed although the one that is there takes more off."""


type Shown = Callable[[CartId, CodeTyped, Here], HttpResponse]


def is_about_codes(request: Request) -> bool:
    """Whether the form uses a code or takes one out.

    A code that was typed is used before anything is ordered: nobody orders without it by pressing Enter.
    """
    pressed = said(request, "do")
    return pressed in ("code", INSTEAD) or bool(said(request, "remove_code") or (pressed == "order" and _code(request)))


def _code(request: Request) -> str:
    return said(request, "code").strip()


def change_code(request: Request, here: Here, shown: Shown) -> HttpResponse:
    """What the form says about codes, done; ``shown`` answers, given the code that could not be used."""
    cart_id, code, removed = cart_of(request), _code(request), said(request, "remove_code")
    if cart_id is None:
        return see_other(here.at.basket())
    limited(request, CODES)
    try:
        if removed:
            _remove(cart_id, removed, here)
        else:
            instead = said(request, "do") == INSTEAD
            apply_code(cart_id=cart_id, code=code, even_if_worse=instead, actor=buyer(cart_id), now=here.now)
    except (Invalid, VoucherRefused) as error:
        return shown(cart_id, CodeTyped(code, str(error), worse=isinstance(error, BetterVoucher)), here)
    except (CartClosed, UnknownCart):
        return see_other(here.at.basket())
    return shown(cart_id, CodeTyped(), here)


def _remove(cart_id: CartId, value: str, here: Here) -> None:
    if value == VOUCHER:
        remove_voucher(cart_id=cart_id, actor=buyer(cart_id), now=here.now)
        return
    try:
        account_id = AccountId(UUID(value))
    except ValueError:
        return
    remove_stored_value(cart_id=cart_id, account_id=account_id, actor=buyer(cart_id), now=here.now)
