from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.cart.actions import close_cart
from comptoir.domains.cart.errors import UnknownDelivery
from comptoir.domains.cart.queries import cart_to_order, readiness
from comptoir.domains.cart.values import PricedCart
from comptoir.domains.content.queries import terms_version
from comptoir.domains.customers.actions import remember_customer
from comptoir.domains.markets.queries import selling_market
from comptoir.domains.orders.actions import place
from comptoir.domains.orders.errors import GoodsAwaited, TermsNotAccepted, TotalChanged, WaiverNeeded
from comptoir.domains.orders.queries import awaited_money, no_delivery
from comptoir.domains.orders.values import ChosenDelivery, OrderDraft, OrderId, OrderState
from comptoir.domains.payments.values import Payment
from comptoir.domains.pricing.actions import use_voucher
from comptoir.domains.stored_value.queries import paying_accounts
from comptoir.domains.stored_value.values import Account, AccountId, rest_after
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.pay_by_tenders import pay_by_tenders
from comptoir.flows.steps.keep_goods import keep_goods
from comptoir.flows.steps.mark_order_paid import mark_order_paid
from comptoir.flows.steps.open_tenders import Tender, open_tenders
from comptoir.flows.steps.order_lines import order_lines
from comptoir.kernel import clock, once
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import BusinessError, ManyInvalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.texts import text_in

SCOPE = "place_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """What the buyer agreed to: this cart, at this total, under these terms, paid this way.

    ``stored_value`` are gift cards and store credit that pay first, beside those of the cart; ``method`` takes the
    rest, if any. ``shown_rest`` is that rest, where it was shown; ``shown_wait`` is for what the buyer was told
    to wait, as ``PricedCart.wait`` says it. ``waiver`` is the sentence by which the buyer of downloads asks for them at
    once, and knows that the right of withdrawal ends by that: word for word, in the language of the page.
    """

    cart_id: UUID
    shown_total: Money
    terms_version: str
    method: str
    paying: PayingWith
    stored_value: tuple[AccountId, ...] = ()
    shown_rest: Money | None = None
    shown_wait: str | None = None
    waiver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The answer to whoever placed the order, the first time or again: always the same.

    Of several payments that pay together it tells the last, which is by the method that was chosen: ``payment_minor``
    of the total. Where there was nothing to pay, there is none: ``payment_id`` is "". ``client`` is what the provider's
    script in the buyer's browser needs; it is handed on once and never stored.
    """

    order_id: str
    number: str
    status: str
    total_minor: int
    currency: str
    payment_id: str = ""
    payment_status: str = ""
    redirect_url: str = ""
    instructions: Mapping[str, str] = field(default_factory=dict)
    payment_minor: int | None = None  # as of answers that are kept since before there could be several payments
    client: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *, number: str, total: Money, order_state: OrderState, payment: Payment) -> "Placed":
        """As the order and its payment stand."""
        return cls(
            order_id=str(payment.order_id),
            number=number,
            status=order_state,
            total_minor=total.minor,
            currency=total.currency,
            payment_id=str(payment.id),
            payment_status=payment.state,
            redirect_url=payment.redirect_url,
            instructions=payment.instructions,
            payment_minor=payment.amount.minor,
        )

    @classmethod
    def without_payment(cls, *, order_id: OrderId, number: str, total: Money, order_state: OrderState) -> "Placed":
        """As an order stands of which nothing was to be paid."""
        return cls(
            order_id=str(order_id), number=number, status=order_state, total_minor=total.minor, currency=total.currency
        )


def place_order(*, checkout: Checkout, key: str, source: str = "", actor: Actor, now: datetime) -> Placed:
    """Turn a cart into an order and ask for its payment.

    Safe to call again with the same key at any moment, however the first call ended: a cart makes one order, an order
    one authorisation per attempt, and every caller gets the same answer. Gift cards and store credit pay first; what
    they have paid stays with the order when another payment fails, and goes back when the order is called off. An order
    of which nothing is to be paid, as when a voucher covers all of it, is paid by being placed.
    ``source`` names where it is asked for from, without telling it: no part of what the key stands for.

    :raises TooManyDeclined: when too many payments from there were refused lately; nothing was done.
    :raises ManyInvalid: with everything that is missing, by field.
    :raises TotalChanged: when the total, or what is left of it to pay, is not what was shown; nothing was done.
    :raises GoodsAwaited: when goods have to be waited for of which that was not shown; nothing was done.
    :raises VoucherRefused: when the cart's code can no longer be used, and something was taken off for it.
    :raises UnusableCode: when nothing can be paid with one of the gift cards or store credits.
    :raises WaiverNeeded: for downloads, when the buyer has not agreed to have them at once.
    :raises TermsNotAccepted: when other terms apply than those that were shown.
    :raises InsufficientStock: with every line that cannot be had.
    :raises MethodNotOffered: when the market does not offer that way to pay.
    :raises CartClosed: when the cart became an order under another key.
    :raises KeyReused, InProgress: see ``kernel.once``.
    """
    asked = once.hash_of(asdict(checkout))
    with transaction.atomic(durable=True):
        claim = once.claim(scope=SCOPE, key=key, request_hash=asked, subject_id=new_id(), now=now)
        if claim.fresh:
            draft, number, tenders = _write_down(checkout, OrderId(UUID(claim.subject_id)), source, actor, now)
    if not claim.fresh:
        return Placed(**(claim.answer or once.wait_for_answer(scope=SCOPE, key=key, request_hash=asked)))
    if not tenders:
        free = Placed.without_payment(order_id=draft.id, number=number, total=draft.total, order_state=OrderState.PAID)
        return Placed(**once.answer(scope=SCOPE, key=key, answer=asdict(free), now=now))
    settled, outcome = pay_by_tenders(
        tenders=tenders,
        order_number=number,
        email=draft.email,
        language=draft.language,
        paying=checkout.paying,
        actor=actor,
        now=now,
    )
    placed = Placed.of(number=number, total=draft.total, order_state=settled.order_state, payment=settled.payment)
    stored = once.answer(scope=SCOPE, key=key, answer=asdict(placed), now=clock.now())
    return replace(Placed(**stored), client=outcome.client)


def _write_down(
    checkout: Checkout, order_id: OrderId, source: str, actor: Actor, now: datetime
) -> tuple[OrderDraft, str, tuple[Tender, ...]]:
    """Everything that needs no network, in the present transaction."""
    priced = cart_to_order(checkout.cart_id, now=now)
    _must_be_as_shown(priced, checkout)
    accounts = _accounts(checkout, priced, now)
    left = rest_after(accounts, priced.total)
    if checkout.shown_rest is not None and checkout.shown_rest != left:
        raise TotalChanged(total=left)
    draft = _draft(priced, order_id, checkout, actor, now)
    number = place(draft=draft, actor=actor, now=now)
    tenders = open_tenders(
        order_id=order_id,
        market=draft.market,
        method=checkout.method,
        accounts=accounts,
        rest=draft.total,
        total=draft.total,
        source=source,
        actor=actor,
        now=now,
    )
    if not tenders:
        awaited_money(order_id)  # it is paid before this ends: the order before stock, as everybody does
    close_cart(cart_id=priced.cart.id, order_id=order_id, actor=actor, now=now)
    if priced.voucher and priced.basket.discount:
        use_voucher(
            voucher_id=priced.voucher.id,
            order_id=order_id,
            email=draft.email,
            discount=priced.basket.discount,
            actor=actor.with_consequences(),
            now=now,
        )
    # Last, so that hot rows stay locked for the shortest time.
    until = max((tender.payment.expires_at for tender in tenders), default=now)
    on_order = keep_goods(order=draft, until=until, actor=actor.with_consequences(), now=now)
    # Somebody may have taken the last piece from the shelf since it was looked at: the promised day holds no more.
    if any(pieces > draft.on_order(variant_id) for variant_id, pieces in on_order.items()):
        raise GoodsAwaited
    if not tenders:  # there is nothing to wait for: what a payment would have brought about happens now
        ours = actor.with_consequences()
        mark_order_paid(order_id=order_id, market_code=draft.market, payment_ids=(), actor=ours, now=now)
    return draft, number, tenders


def _must_be_as_shown(priced: PricedCart, checkout: Checkout) -> None:
    if problems := readiness(priced).problems:
        raise ManyInvalid(errors=problems)
    if priced.total != checkout.shown_total:
        raise _another_total(priced)
    if checkout.terms_version != terms_version():
        raise TermsNotAccepted(terms_version=terms_version())
    if priced.is_downloaded and not checkout.waiver.strip():
        raise WaiverNeeded(field="waiver")
    if checkout.shown_wait is not None and priced.wait not in ("", checkout.shown_wait):
        raise GoodsAwaited


def _another_total(priced: PricedCart) -> BusinessError:
    """Why the total is not the one that was shown: the code that takes nothing off any more, by its name."""
    refusal = priced.voucher and priced.voucher.refusal
    return refusal or TotalChanged(total=priced.total)


def _accounts(checkout: Checkout, priced: PricedCart, now: datetime) -> tuple[Account, ...]:
    """What is to pay by code: each one that was named must be able to; of those in the cart, whichever can."""
    cart, named = priced.cart, checkout.stored_value
    today = local_day(now, selling_market(cart.market).time_zone)
    paying = paying_accounts(named, market=cart.market, currency=cart.currency, on=today)
    return tuple({account.id: account for account in (*priced.accounts, *paying)}.values())


def _draft(priced: PricedCart, order_id: OrderId, checkout: Checkout, actor: Actor, now: datetime) -> OrderDraft:
    cart, here = priced.cart, selling_market(priced.cart.market)
    billing = cart.billing_address or cart.shipping_address
    customer_id = remember_customer(
        email=cart.email,
        name=billing.name,
        company=billing.company,
        vat_number=billing.vat_number,
        phone=billing.phone or cart.shipping_address.phone,
        market=cart.market,
        language=cart.language,
        known=cart.customer_id,
        actor=actor.with_consequences(),
        now=now,
    )
    return OrderDraft(
        id=order_id,
        cart_id=cart.id,
        market=cart.market,
        number_prefix=f"{here.order_prefix}-",
        legal_entity_id=here.legal_entity_id,
        channel=cart.channel,
        customer_id=customer_id,
        email=cart.email,
        language=cart.language,
        lines=order_lines(lines=priced.lines, language=cart.language),
        goods_total=priced.basket.goods_total,
        delivery=_delivery(priced, now),
        total=priced.total,
        taxes=priced.basket.taxes,
        shipping_address=cart.shipping_address,
        billing_address=billing,
        comment=cart.comment,
        gift_message=priced.gift_message,
        terms_version=checkout.terms_version,
        waiver=checkout.waiver.strip() if priced.is_downloaded else "",
        voucher=priced.voucher.code if priced.voucher and priced.basket.discount else "",
    )


def _delivery(priced: PricedCart, now: datetime) -> ChosenDelivery:
    chosen = priced.delivery
    if not priced.travels:
        today = local_day(now, selling_market(priced.cart.market).time_zone)
        return no_delivery(language=priced.cart.language, currency=priced.cart.currency, on=today)
    if chosen is None:  # readiness() has asked for it
        raise UnknownDelivery(field="delivery_method")
    return ChosenDelivery(
        code=chosen.code,
        label=text_in(chosen.labels, priced.cart.language),
        kind=chosen.kind,
        place_code=chosen.place_code,
        carrier=chosen.carrier,
        price=priced.basket.delivery_total,
        promised_on=chosen.promised_on,
    )
