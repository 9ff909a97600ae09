"""Carts at today's prices, and what stands between them and an order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from comptoir.domains.cart.errors import (
    CartClosed,
    CountryNotServed,
    DetailMissing,
    EmptyCart,
    GiftsNotOffered,
    NotSold,
    UnknownDelivery,
)
from comptoir.domains.cart.queries.read import COLUMNS, WHICH, cart, read_cart
from comptoir.domains.cart.values import (
    AppliedVoucher,
    Cart,
    CartLine,
    CartPart,
    CartState,
    PricedCart,
    Readiness,
)
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantCard, VariantId, VariantKind
from comptoir.domains.delivery.queries import options_for
from comptoir.domains.delivery.values import Awaited, DeliveryOption
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Availability
from comptoir.domains.markets.queries import market
from comptoir.domains.payments.queries import stored_value_method
from comptoir.domains.pricing.errors import VoucherMinimumNotMet, VoucherRefused
from comptoir.domains.pricing.queries import offered_voucher, price_goods, prices_for
from comptoir.domains.pricing.values import Goods, Price, PricedBasket, PricedLine, TaxCategory, Voucher
from comptoir.domains.stored_value.queries import usable_accounts
from comptoir.domains.stored_value.values import Account
from comptoir.kernel.addresses import Address, required_fields
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import Invalid
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.sql import fetch

# The last column: whether the row that was locked is the one that the statement saw when it began.
_CART_TO_ORDER = f"""
SELECT {COLUMNS}, cart.ctid = (SELECT seen.ctid FROM cart_cart AS seen WHERE seen.id = cart.id)
  FROM cart_cart AS cart WHERE {WHICH} FOR UPDATE OF cart
"""


def priced_cart(cart_id: UUID, *, now: datetime) -> PricedCart:
    """The cart as the buyer sees it: today's prices, what is there, and the ways of delivery to the address given.

    At most five statements, however many lines, one more with a gift card, and two with a voucher.

    :raises UnknownCart: when there is none.
    """
    found = cart(cart_id)
    return _priced(found, availability_for(_looked_up(found)), now)


def cart_to_order(cart_id: UUID, *, now: datetime) -> PricedCart:
    """The cart about to become an order: locked against change until the transaction ends. What is there may be sold
    to others until it is reserved.

    :raises UnknownCart: when there is none.
    :raises CartClosed: when it has become an order already.
    """
    rows = fetch(_CART_TO_ORDER, {"id": cart_id})
    if rows and not rows[0][-1]:
        # It waited for a change of the cart, and has the row as it is now but the lines as they were: look again.
        rows = fetch(_CART_TO_ORDER, {"id": cart_id})
    found = read_cart([row[:-1] for row in rows])
    if found.state is not CartState.OPEN:
        raise CartClosed(order_id=str(found.order_id))
    return _priced(found, availability_for(_looked_up(found)), now)


def _looked_up(found: Cart) -> tuple[VariantId, ...]:
    """What was put in, and the article by which the market wraps gifts: asked for with the rest, as what it costs is
    told before it is wanted."""
    here = market(found.market)
    wrap = (VariantId(here.gift_wrap_article_id),) if here.gift_wrap and here.gift_wrap_article_id else ()
    return tuple(dict.fromkeys((*found.quantities, *wrap)))


def _priced(found: Cart, available: Mapping[VariantId, Availability], now: datetime) -> PricedCart:
    here, stock = market(found.market), stock_in(available)
    variants = variants_for(list(stock))
    prices = prices_for(list(stock), market=found.market)
    sold = [id for id in found.quantities if id in prices and _is_sold(id, variants, available)]
    country = found.shipping_address.country or here.countries[0]
    today = local_day(now, here.time_zone)
    goods = [goods_of(variants[id], found.quantities[id], available[id], variants) for id in sold]
    wraps, wrap = _wrapping(found, variants, prices)
    awaited = _awaited(_pieces(goods), stock, today)
    travelling = any(variants[id].kind is VariantKind.GOODS for id in _pieces(goods))
    options = _options(found, variants, goods, prices, country, awaited, now) if travelling else ()
    chosen = next((option for option in options if option.code == found.delivery_method), None)
    # Whoever put the wrapping in as an article has it already. It travels with the goods: no delivery depends on it.
    wrapped = travelling and found.gift_message is not None and wrap is not None and wrap.id not in found.quantities
    if wrapped and wrap is not None:
        goods.append(goods_of(wrap, 1, available[wrap.id], variants))
    billed = found.billing_address or found.shipping_address
    offered = _voucher(found, now)
    basket = price_goods(
        market=found.market,
        goods=goods,
        prices=prices,
        delivery=chosen.price if chosen else None,
        reduction=offered[0].reduction if offered and offered[1] is None else None,
        destination=chosen.destination if chosen else country,
        vat_number=billed.vat_number,
        on=today,
    )
    return PricedCart(
        cart=found,
        lines=tuple(cart_lines(goods, basket, variants=variants, stock=stock, prices=prices)),
        basket=basket,
        delivery_options=options,
        delivery=chosen,
        dropped=tuple(id for id in found.quantities if id not in sold),
        accounts=_accounts(found, today),
        voucher=_applied(*offered, basket) if offered else None,
        awaited=awaited,
        wraps=wraps and travelling,
        wrap_price=prices[wrap.id].amount if wrap else None,
        wrap_id=wrap.id if wrapped and wrap else None,
    )


def _wrapping(
    found: Cart, variants: Mapping[VariantId, VariantCard], prices: Mapping[VariantId, Price]
) -> tuple[bool, VariantCard | None]:
    """Whether gifts are wrapped, and by which article. One that is not sold is not given away: then none are."""
    here = market(found.market)
    if not here.gift_wrap or here.gift_wrap_article_id is None:
        return here.gift_wrap, None
    article = variants.get(VariantId(here.gift_wrap_article_id))
    if article is None or not article.active or article.kind is not VariantKind.SERVICE or article.id not in prices:
        return False, None
    return True, article


def _awaited(
    quantities: Mapping[VariantId, int], available: Mapping[VariantId, Availability], today: date
) -> Awaited | None:
    """The day on which the last goods of a basket are expected, if any of them are not there."""
    days = [
        available[id].expected_for(quantity, today=today)
        for id, quantity in quantities.items()
        if available[id].on_order(quantity)
    ]
    known = [day for day in days if day is not None]
    return Awaited(on=max(known) if len(known) == len(days) else None) if days else None


def _voucher(found: Cart, now: datetime) -> tuple[Voucher, VoucherRefused | None] | None:
    if found.voucher_id is None:
        return None
    return offered_voucher(found.voucher_id, market=found.market, email=found.email, now=now)


def _applied(known: Voucher, refusal: VoucherRefused | None, basket: PricedBasket) -> AppliedVoucher:
    minimum = known.reduction.minimum
    if refusal is None and basket.undiscounted < minimum:
        refusal = VoucherMinimumNotMet(voucher=known.code, minimum=minimum)
    reduction = known.reduction if refusal is None else None
    return AppliedVoucher(id=known.id, code=known.code, reduction=reduction, refusal=refusal)


def _accounts(found: Cart, today: date) -> tuple[Account, ...]:
    """The gift cards that can pay something today; none where the market has stopped taking them."""
    if not found.stored_value or stored_value_method(found.market) is None:
        return ()
    return usable_accounts(found.stored_value, market=found.market, currency=found.currency, on=today)


def stock_in(available: Mapping[VariantId, Availability]) -> dict[VariantId, Availability]:
    """With the parts of the kits among them, each by itself."""
    parts = (part.availability for each in available.values() for part in each.parts)
    return {part.variant_id: part for part in parts} | dict(available)


def _is_sold(
    id: VariantId, variants: Mapping[VariantId, VariantCard], available: Mapping[VariantId, Availability]
) -> bool:
    """A kit is sold by its own price, whether its parts are sold alone or not."""
    return (
        id in variants
        and variants[id].active
        and all(part.availability.variant_id in variants for part in available[id].parts)
    )


def goods_of(
    variant: VariantCard, quantity: int, stock: Availability, variants: Mapping[VariantId, VariantCard]
) -> Goods:
    """So many pieces of a variant to be priced, with what is in it. ``variants`` are also its parts."""
    parts = tuple(_goods(variants[part.availability.variant_id], part.quantity) for part in stock.parts)
    return replace(_goods(variant, quantity), parts=parts)


def _goods(variant: VariantCard, quantity: int) -> Goods:
    return Goods(variant_id=variant.id, sku=variant.sku, quantity=quantity, tax_class=variant.tax_class)


def _pieces(goods: Iterable[Goods]) -> Counter[VariantId]:
    """How many pieces of what lies on shelves are wanted in all: what is in kits, and not the kits."""
    wanted: Counter[VariantId] = Counter()
    for line in goods:
        for part in line.parts or (replace(line, quantity=1),):
            wanted[part.variant_id] += part.quantity * line.quantity
    return wanted


def _options(
    found: Cart,
    variants: Mapping[VariantId, VariantCard],
    goods: list[Goods],
    prices: Mapping[VariantId, Price],
    country: str,
    awaited: Awaited | None,
    now: datetime,
) -> tuple[DeliveryOption, ...]:
    weight = sum(variants[id].weight_grams * pieces for id, pieces in _pieces(goods).items())
    worth = sum(prices[line.variant_id].amount.minor * line.quantity for line in goods)
    return options_for(
        market=found.market,
        country=country,
        weight_grams=weight,
        goods_total=Money(worth, found.currency),
        awaited=awaited,
        now=now,
    )


def cart_lines(
    goods: Iterable[Goods],
    basket: PricedBasket,
    *,
    variants: Mapping[VariantId, VariantCard],
    stock: Mapping[VariantId, Availability],
    prices: Mapping[VariantId, Price],
) -> Iterator[CartLine]:
    """The lines as they were put in. Of what several of them want, the first ones have it first."""
    taken: Counter[VariantId] = Counter()
    for line in goods:
        priced = [each for each in basket.lines if (each.kit or each.variant_id) == line.variant_id]
        if not line.parts:
            (own,) = (each for each in priced if each.kit is None)
            after = taken[line.variant_id]
            yield CartLine(
                variant=variants[line.variant_id], priced=own, availability=stock[line.variant_id], after=after
            )
            taken[line.variant_id] += line.quantity
            continue
        parts = tuple(
            CartPart(
                variant=variants[part.variant_id],
                each=part.quantity,
                priced=tuple(each for each in priced if each.variant_id == part.variant_id),
                availability=stock[part.variant_id],
                after=taken[part.variant_id],
            )
            for part in line.parts
        )
        yield CartLine(
            variant=variants[line.variant_id],
            priced=_priced_kit(line, priced, prices[line.variant_id], basket),
            availability=stock[line.variant_id],
            parts=parts,
        )
        taken.update({part.variant.id: part.quantity for part in parts})


def _priced_kit(kit: Goods, parts: Sequence[PricedLine], price: Price, basket: PricedBasket) -> PricedLine:
    """A kit as one line, from the lines of its parts: what it costs is what they cost. Its rate is that of most of its
    worth: what tax it bears, the parts say."""
    total = total_of((part.total for part in parts), parts[0].total.currency)
    discount = total_of((part.discount for part in parts), total.currency)
    most = max(parts, key=lambda part: part.total.minor)
    return replace(
        most,
        variant_id=kit.variant_id,
        sku=kit.sku,
        quantity=kit.quantity,
        unit_price=Money((total + discount).minor // kit.quantity, total.currency),
        compare_at=price.compare_at if basket.tax_category in (TaxCategory.STANDARD, TaxCategory.ZERO) else None,
        discount=discount,
        total=total,
        tax_class=kit.tax_class,
        kit=None,
    )


def readiness(priced: PricedCart) -> Readiness:
    """What still stands between this cart and an order, by field. Stock and terms are looked at when it is placed."""
    return Readiness(problems=tuple(_problems(priced)))


def _problems(priced: PricedCart) -> Iterator[Invalid]:
    found = priced.cart
    if not priced.lines and not priced.dropped:
        yield EmptyCart(field="lines")
    for variant_id in priced.dropped:
        yield NotSold(field="lines", variant_id=str(variant_id))
    if not found.email:
        yield DetailMissing(field="email")
    for name in ("shipping_address", "billing_address"):
        address = getattr(found, name)
        if address is not None:
            yield from _address_problems(address, name)
    if found.shipping_address.country and found.shipping_address.country not in market(found.market).countries:
        yield CountryNotServed(field="shipping_address.country", country=found.shipping_address.country)
    if priced.gift_message is not None and not priced.wraps:
        yield GiftsNotOffered(field="gift")
    if priced.delivery is None and priced.travels:
        missing = UnknownDelivery if found.delivery_method else DetailMissing
        yield missing(field="delivery_method")


def _address_problems(address: Address, prefix: str) -> Iterator[Invalid]:
    needed = (
        required_fields(address.country) if address.country else {"name", "line1", "postal_code", "city", "country"}
    )
    for field in sorted(needed):
        if not getattr(address, field):
            yield DetailMissing(field=f"{prefix}.{field}")
