"""Carts and placing the order: what a front end of any make needs."""

from datetime import date
from uuid import UUID

from ninja import Header, Query, Router, Status

from comptoir.api.access import CART, CARTS, LOOK_UPS, ORDERS, caller, opener
from comptoir.api.v1.asked import asked_language, asked_market
from comptoir.api.v1.paying import CODES, paying_with, stored_value_of
from comptoir.api.v1.schemas.carts import (
    CartIn,
    CartLineOut,
    CartOpened,
    CartOut,
    CartPartOut,
    DeliveryOptionOut,
    DetailsIn,
    OrderIn,
    OrderPlaced,
    PaymentOut,
    QuantityIn,
    ShareOut,
    VoucherIn,
    VoucherOut,
)
from comptoir.api.v1.schemas.fields import AddressOut, Amount, IdempotencyHeader, MarketAsked, TaxOut
from comptoir.api.v1.schemas.problems import Problem
from comptoir.domains.cart.actions import apply_voucher, open_cart, remove_voucher, set_details, set_line
from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cart.values import CartDetails, CartId, CartLine, PricedCart
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.content.queries import terms_version
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.markets.values import WEB_CHANNEL
from comptoir.domains.orders.queries import signed_of
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import offered_methods
from comptoir.domains.stored_value.values import shares_of
from comptoir.flows.place_order import Checkout, Placed, place_order
from comptoir.kernel.access import token_for
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money
from comptoir.kernel.requests import Request, limited, source_of
from comptoir.kernel.texts import text_in

router = Router(tags=["Carts"])
_REFUSALS = {400: Problem, 401: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


@router.post("/carts", response={201: CartOpened, **_REFUSALS}, auth=None)
def open_a_cart(request: Request, asked: Query[MarketAsked], body: CartIn | None = None) -> Status[CartOpened]:
    """Open a cart in a market. Its token opens it from now on; it is not shown again."""
    limited(request, CARTS)
    here = asked_market(body.market if body and body.market else asked.market)
    id = open_cart(
        market=here.code,
        language=asked_language(request, here),
        channel=WEB_CHANNEL,
        actor=opener(),
        now=request.now,
    )
    return Status(201, CartOpened(id=id, token=token_for("cart", id)))


@router.get("/carts/{uuid:cart_id}", response={200: CartOut, **_REFUSALS}, auth=CART)
def show_cart(request: Request, cart_id: UUID) -> CartOut:
    """The cart with today's prices, taxes, availability and ways of delivery. Nothing in it is promised yet."""
    limited(request, LOOK_UPS)
    return _shown(request, cart_id)


@router.put("/carts/{uuid:cart_id}/lines/{path:sku}", response={200: CartOut, **_REFUSALS}, auth=CART)
def put_line(request: Request, cart_id: UUID, sku: str, body: QuantityIn) -> CartOut:
    """Have so many pieces of an article in the cart; 0 takes it out. Repeating it changes nothing."""
    actor = caller(request)
    limited(request, CARTS)
    set_line(cart_id=CartId(cart_id), sku=sku, quantity=body.quantity, actor=actor, now=request.now)
    return _shown(request, cart_id)


@router.put("/carts/{uuid:cart_id}/details", response={200: CartOut, **_REFUSALS}, auth=CART)
def put_details(request: Request, cart_id: UUID, body: DetailsIn) -> CartOut:
    """Tell any part of what an order needs; what is left out keeps its value."""
    actor = caller(request)
    limited(request, CARTS)
    details = CartDetails(
        email=body.email,
        shipping_address=body.shipping_address.address() if body.shipping_address else None,
        billing_address=body.billing_address.address() if body.billing_address else None,
        same_billing="billing_address" in body.model_fields_set and body.billing_address is None,
        delivery_method=body.delivery_method,
        comment=body.comment,
        gift_message=body.gift_message,
        no_gift="gift_message" in body.model_fields_set and body.gift_message is None,
    )
    set_details(cart_id=CartId(cart_id), details=details, actor=actor, now=request.now)
    return _shown(request, cart_id)


@router.put("/carts/{uuid:cart_id}/voucher", response={200: CartOut, **_REFUSALS}, auth=CART)
def put_voucher(request: Request, cart_id: UUID, body: VoucherIn) -> CartOut:
    """Have a code take something off the goods; it takes the place of another. It is counted when the order is placed.

    One that would take less off than the code that is there is refused (422, ``cart.better_voucher``), unless
    ``even_if_worse``.

    A code whose minimum is not met yet stays in the cart, and says so in ``refusal``.
    """
    actor = caller(request)
    limited(request, CODES)
    apply_voucher(
        cart_id=CartId(cart_id), code=body.code, even_if_worse=body.even_if_worse, actor=actor, now=request.now
    )
    return _shown(request, cart_id)


@router.delete("/carts/{uuid:cart_id}/voucher", response={200: CartOut, **_REFUSALS}, auth=CART)
def delete_voucher(request: Request, cart_id: UUID) -> CartOut:
    """Take the code out. Repeating it changes nothing."""
    actor = caller(request)
    limited(request, CARTS)
    remove_voucher(cart_id=CartId(cart_id), actor=actor, now=request.now)
    return _shown(request, cart_id)


@router.post("/carts/{uuid:cart_id}/order", response={201: OrderPlaced, **_REFUSALS}, auth=CART)
def order_cart(
    request: Request,
    cart_id: UUID,
    body: OrderIn,
    headers: Header[IdempotencyHeader],
) -> Status[OrderPlaced]:
    """Place the order and ask for its payment. Repeating it with the same key gives the same answer and one order.

    A declined payment is a 201 with status ``awaiting_payment``: the order exists and can be paid by another attempt.
    An order with nothing to pay, as when a voucher covers all of it, is ``paid`` at once and has no payment.
    """
    actor = caller(request)
    limited(request, ORDERS)
    checkout = Checkout(
        cart_id=cart_id,
        shown_total=body.shown_total.money(),
        terms_version=body.terms_version,
        waiver=body.waiver,
        method=body.payment.method,
        paying=paying_with(body.payment),
        stored_value=stored_value_of(request, body.payment),
    )
    placed = place_order(
        checkout=checkout,
        key=f"{cart_id}:{headers.idempotency_key}",
        source=source_of(request),
        actor=actor,
        now=request.now,
    )
    return Status(201, _placed(request, placed))


def _placed(request: Request, placed: Placed) -> OrderPlaced:
    return OrderPlaced(
        id=UUID(placed.order_id),
        number=placed.number,
        status=placed.status,
        total=Amount.of(Money(placed.total_minor, placed.currency)),
        token=token_for("order", signed_of(OrderId(UUID(placed.order_id)))),
        payment=_payment(request, placed) if placed.payment_id else None,
    )


def _payment(request: Request, placed: Placed) -> PaymentOut:
    language = asked_language(request, asked_market(""))
    return PaymentOut(
        id=UUID(placed.payment_id),
        status=placed.payment_status,
        amount=Amount(
            minor=placed.total_minor if placed.payment_minor is None else placed.payment_minor,
            currency=placed.currency,
        ),
        redirect_url=placed.redirect_url or None,
        instructions=text_in(placed.instructions, language) or None,
        client=dict(placed.client),
    )


def _shown(request: Request, cart_id: UUID) -> CartOut:
    priced = priced_cart(cart_id, now=request.now)
    found, here = priced.cart, market_of(priced.cart.market)
    language, today = asked_language(request, here), local_day(request.now, here.time_zone)
    return CartOut(
        id=found.id,
        market=found.market,
        status=found.state,
        order_id=found.order_id,
        email=found.email,
        shipping_address=AddressOut.of(found.shipping_address),
        billing_address=AddressOut.of(found.billing_address) if found.billing_address else None,
        comment=found.comment,
        gift_message=found.gift_message,
        lines=[_line(line, today, language) for line in priced.lines],
        no_longer_sold=[variant.sku for variant in variants_for(priced.dropped).values()] if priced.dropped else [],
        voucher=_voucher(priced),
        discount_total=Amount.of(priced.basket.discount),
        goods_total=Amount.of(priced.basket.goods_total),
        delivery_total=Amount.of(priced.basket.delivery_total),
        total=Amount.of(priced.total),
        taxes=_taxes(priced),
        delivery_options=_options(priced, language),
        delivery_method=priced.delivery.code if priced.delivery else None,
        stored_value=[
            ShareOut(ends_in=account.last_four, amount=Amount.of(part))
            for account, part in shares_of(priced.accounts, priced.total)
        ],
        to_pay=Amount.of(priced.to_pay),
        terms_version=terms_version(),
        payment_methods=[method.code for method in offered_methods(found.market)],
    )


def _voucher(priced: PricedCart) -> VoucherOut | None:
    applied = priced.voucher
    if applied is None:
        return None
    return VoucherOut(
        code=applied.code,
        discount=Amount.of(priced.basket.discount),
        refusal=str(applied.refusal) if applied.refusal else None,
        refusal_code=applied.refusal.code if applied.refusal else None,
    )


def _line(line: CartLine, today: date, language: str) -> CartLineOut:
    told, quantity = line.availability, line.priced.quantity
    return CartLineOut(
        sku=line.variant.sku,
        title=text_in(line.variant.title, language),
        options=text_in(line.variant.options, language),
        quantity=line.priced.quantity,
        unit_price=Amount.of(line.priced.unit_price),
        discount=Amount.of(line.priced.discount),
        total=Amount.of(line.priced.total),
        availability=told.band if told else "",
        missing=line.missing,
        on_order=line.on_order,
        preorder=bool(told and line.on_order and told.preorder),
        expected_on=told.expected_for(quantity, today=today) if told and line.on_order else None,
        parts=[
            CartPartOut(sku=part.variant.sku, title=text_in(part.variant.title, language), quantity=part.each)
            for part in line.parts
        ],
    )


def _taxes(priced: PricedCart) -> list[TaxOut]:
    return [TaxOut(rate=str(tax.rate), net=Amount.of(tax.net), tax=Amount.of(tax.tax)) for tax in priced.basket.taxes]


def _options(priced: PricedCart, language: str) -> list[DeliveryOptionOut]:
    return [
        DeliveryOptionOut(
            code=option.code,
            label=text_in(option.labels, language),
            kind=option.kind,
            price=Amount.of(option.price),
            promised_on=option.promised_on,
        )
        for option in priced.delivery_options
    ]
