"""What is typed to pay less, or otherwise: vouchers, gift cards, store credit."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.cart.actions.contents import lock_open
from comptoir.domains.cart.errors import BetterVoucher, MinimumOfOtherNotMet, TooManyCodes
from comptoir.domains.cart.permissions import CART_EDIT
from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cart.values import MOST_ACCOUNTS, CartId
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.markets.values import Market
from comptoir.domains.payments.queries import stored_value_method
from comptoir.domains.pricing.errors import UnknownVoucherCode
from comptoir.domains.pricing.queries import offered_voucher, taken_off, voucher_by_code
from comptoir.domains.pricing.values import Voucher
from comptoir.domains.stored_value.errors import UnusableCode
from comptoir.domains.stored_value.queries import usable_account
from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.sql import execute, fetch


def apply_code(*, cart_id: CartId, code: str, even_if_worse: bool = False, actor: Actor, now: datetime) -> None:
    """Use whatever the code is of: a voucher, else a gift card or store credit.

    Nothing is taken or counted before the order. Whoever lets strangers try codes limits how often.

    :raises UnusableCode: when it is neither.
    :raises VoucherRefused, BetterVoucher, TooManyCodes, CartClosed: as ``apply_voucher`` and ``apply_stored_value``.
    """
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        here = market_of(locked.market)
        try:
            _apply_voucher(locked.id, code, here, now, even_if_worse=even_if_worse)
        except UnknownVoucherCode:
            _apply_stored_value(locked.id, code, here, now)


def apply_stored_value(*, cart_id: CartId, code: str, actor: Actor, now: datetime) -> None:
    """Let a gift card or store credit pay for the cart, as far as it goes; typed twice, it is there once.

    Nothing is taken before the order. Whoever lets strangers try codes limits how often.

    :raises UnusableCode: when nothing can be paid with that code in the cart's market, for whatever reason.
    :raises TooManyCodes: when the cart has ``MOST_ACCOUNTS`` already.
    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        _apply_stored_value(locked.id, code, market_of(locked.market), now)


def _apply_stored_value(cart_id: CartId, code: str, here: Market, now: datetime) -> None:
    if stored_value_method(here.code) is None:
        raise UnusableCode(field="code")
    account = usable_account(code, market=here.code, currency=here.currency, on=local_day(now, here.time_zone))
    added = execute(
        """UPDATE cart_cart SET stored_value = array_remove(stored_value, %(id)s) || %(id)s::uuid
            WHERE id = %(cart)s AND cardinality(array_remove(stored_value, %(id)s)) < %(most)s""",
        {"id": account.id, "cart": cart_id, "most": MOST_ACCOUNTS},
    )
    if not added:
        raise TooManyCodes(field="code", most=MOST_ACCOUNTS)


def remove_stored_value(*, cart_id: CartId, account_id: AccountId, actor: Actor, now: datetime) -> None:
    """Pay another way than with that gift card or store credit. Saying it twice changes nothing.

    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        execute(
            "UPDATE cart_cart SET stored_value = array_remove(stored_value, %s) WHERE id = %s", [account_id, locked.id]
        )


def apply_voucher(*, cart_id: CartId, code: str, even_if_worse: bool = False, actor: Actor, now: datetime) -> None:
    """Have a voucher take something off the cart; one code a cart, so it takes the place of another: of one that takes
    more off the goods as they are now only when asked to, ``even_if_worse``.

    It is counted when the order is placed. One whose minimum is not met yet is kept: there may be more goods to come.
    Whoever lets strangers try codes limits how often.

    :raises UnknownVoucherCode: when the cart's market has no such code.
    :raises VoucherRefused: when it is not valid now, used up, or used by this customer before.
    :raises BetterVoucher: when the one that is there takes more off, with how much each takes.
    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        _apply_voucher(locked.id, code, market_of(locked.market), now, even_if_worse=even_if_worse)


def _apply_voucher(cart_id: CartId, code: str, here: Market, now: datetime, *, even_if_worse: bool) -> None:
    found = voucher_by_code(code, market=here.code)
    ((email,),) = fetch("SELECT email FROM cart_cart WHERE id = %s", [cart_id])
    offered = offered_voucher(found.id, market=here.code, email=email, now=now)
    if offered is not None and offered[1] is not None:
        raise offered[1]
    if not even_if_worse:
        _must_not_be_worse(cart_id, found, now)
    _set_voucher(cart_id, found.id)


def _must_not_be_worse(cart_id: CartId, typed: Voucher, now: datetime) -> None:
    """What a percentage takes off depends on the goods, so the two are compared for this cart as it is."""
    priced = priced_cart(cart_id, now=now)
    kept = priced.voucher
    if kept is None or kept.reduction is None or kept.id == typed.id:
        return
    goods = priced.basket.undiscounted
    takes, would_take = taken_off(goods, kept.reduction), taken_off(goods, typed.reduction)
    minimum = typed.reduction.minimum
    if would_take < takes:
        refusal = MinimumOfOtherNotMet if goods < minimum else BetterVoucher
        raise refusal(
            field="code", kept=kept.code, takes=takes, voucher=typed.code, would_take=would_take, minimum=minimum
        )


def remove_voucher(*, cart_id: CartId, actor: Actor, now: datetime) -> None:
    """Order without a voucher. Saying it twice changes nothing.

    :raises CartClosed: when the cart has become an order.
    """
    actor.must(CART_EDIT)
    with transaction.atomic(savepoint=False):
        locked = lock_open(cart_id, now)
        _set_voucher(locked.id, None)


def _set_voucher(cart_id: CartId, voucher_id: UUID | None) -> None:
    execute("UPDATE cart_cart SET voucher_id = %s WHERE id = %s", [voucher_id, cart_id])
