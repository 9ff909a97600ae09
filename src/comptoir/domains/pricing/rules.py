"""The arithmetic of prices and VAT: pure functions of what they are given."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from stdnum.eu import vat

from comptoir.domains.catalogue.values import NetUnit, TaxClass, VariantId
from comptoir.domains.pricing.errors import (
    BadBasket,
    BadReduction,
    BadVoucherCode,
    BadVoucherDates,
    BadVoucherLimit,
    EarlierPriceTooLow,
    NotPriced,
    PricedTwice,
    PriceOutOfRange,
    UnknownRate,
    UnknownTaxClass,
    VoucherExpired,
    VoucherNotYetValid,
    VoucherRefused,
    VoucherSwitchedOff,
    VoucherUsedByCustomer,
    VoucherUsedUp,
    WrongCurrency,
)
from comptoir.domains.pricing.values import (
    Goods,
    NewPrice,
    Price,
    PricedBasket,
    PricedLine,
    Reduction,
    Taxation,
    TaxCategory,
    TaxLine,
    UnitPrice,
    VatRate,
    Voucher,
    VoucherDraft,
    tax_within,
)
from comptoir.kernel.money import Money, round_half_up, total_of

# fmt: off
EU_COUNTRIES = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))
# fmt: on
HIGHEST_MINOR = 10**12
"""No piece costs more: a slip of the keyboard is caught, and sums stay far inside 64 bits."""

_PART_OF = {"MC": "FR"}
"""Countries that count as another one's territory for VAT (directive 2006/112/EC, article 7)."""

_VAT_PREFIXES = {"EL": "GR"}
_BASES: Mapping[str, tuple[int, str]] = {
    NetUnit.GRAM: (1_000, "kg"),
    NetUnit.MILLILITRE: (1_000, "l"),
    NetUnit.PIECE: (1, "piece"),
}


def place_of_taxation(
    *, seller_country: str, vat_registered: bool, oss_registered: bool, destination: str, vat_number: str = ""
) -> tuple[str, TaxCategory]:
    """Whose rates a sale of goods bears, and whether tax is charged (directive 2006/112/EC: 33, 138, 146, 284).

    A seller without a VAT number charges none. Delivered outside the EU: export. Delivered to another EU country for a
    business with a VAT number of another EU country than the seller's: the business accounts for the tax. To anybody
    else in another EU country: that country's rates if the seller is registered for the one-stop shop, otherwise the
    seller's own.
    """
    seller = _PART_OF.get(seller_country, seller_country)
    there = _PART_OF.get(destination, destination)
    if not vat_registered:
        return seller, TaxCategory.EXEMPT
    if there == seller:
        return seller, TaxCategory.STANDARD
    if there not in EU_COUNTRIES:
        return seller, TaxCategory.EXPORT
    if country_of_vat_number(vat_number) not in (None, seller):
        return seller, TaxCategory.INTRA_COMMUNITY
    return (there if oss_registered else seller), TaxCategory.STANDARD


def country_of_vat_number(vat_number: str) -> str | None:
    """The EU country of a well-formed VAT number (its own check digits hold), or None."""
    if not vat_number or not vat.is_valid(vat_number):
        return None
    prefix = vat.compact(vat_number)[:2].upper()
    return _VAT_PREFIXES.get(prefix, prefix)


def rate_on(table: Iterable[VatRate], *, country: str, tax_class: str, on: date) -> Decimal:
    """The rate in force on a day. A country without a rate of its own for a class taxes it at its standard rate.

    :raises UnknownTaxClass: for a class that does not exist.
    :raises UnknownRate: when not even a standard rate is known.
    """
    if tax_class not in list(TaxClass):
        raise UnknownTaxClass(tax_class=tax_class)
    if tax_class == TaxClass.ZERO:
        return Decimal(0)
    here = _PART_OF.get(country, country)
    known = {
        row.tax_class: row.rate
        for row in table
        if row.country == here and row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)
    }
    if tax_class in known:
        return known[tax_class]
    if TaxClass.STANDARD in known:
        return known[TaxClass.STANDARD]
    raise UnknownRate(country=country, on=on.isoformat())


def check_prices(prices: Sequence[NewPrice], *, currency: str) -> None:
    """Refuse prices that cannot stand, before anything is written.

    :raises BadPrice: with ``line``, the first of them.
    """
    seen: set[VariantId] = set()
    for line, price in enumerate(prices):
        amounts = [price.amount] if price.compare_at is None else [price.amount, price.compare_at]
        if any(amount.currency != currency for amount in amounts):
            raise WrongCurrency(field="currency", line=line, currency=currency)
        if any(not 0 <= amount.minor <= HIGHEST_MINOR for amount in amounts):
            raise PriceOutOfRange(field="price", line=line)
        if price.compare_at is not None and price.compare_at <= price.amount:
            raise EarlierPriceTooLow(field="compare_at", line=line)
        if price.variant_id in seen:
            raise PricedTwice(field="sku", line=line)
        seen.add(price.variant_id)


def price_basket(
    *,
    currency: str,
    goods: Sequence[Goods],
    prices: Mapping[VariantId, Price],
    delivery: Money | None = None,
    reduction: Reduction | None = None,
    taxation: Taxation,
) -> PricedBasket:
    """What a basket costs: the one function that cart, order, quote and till use.

    A reduction takes something off the goods, never off delivery, and never more than they cost; it is spread over the
    lines by value, and tax is worked out on what remains. Goods below its minimum cost what they cost.

    Tax is worked out per document and rate: ``round_half_up(gross × r / (100 + r))``, one rounding. Delivery follows
    the goods: its price is split over their rates by value. Where no tax is charged, the tax of the seller's country is
    taken out of each unit price, so that price × quantity is still the line's total, and out of each share of delivery.

    A kit is the lines of its parts, among which its price is shared out: see ``shares_of_kit``.

    :raises NotPriced: with every variant that has no price.
    :raises BadBasket: for a quantity below one, a negative delivery price, or delivery without goods.
    """
    missing = [line.variant_id for line in goods if line.variant_id not in prices]
    if missing:
        raise NotPriced(variant_ids=missing)
    delivery = Money.zero(currency) if delivery is None else delivery
    if (
        any(each.quantity < 1 for line in goods for each in (line, *line.parts))
        or delivery.minor < 0
        or (delivery and not goods)
    ):
        raise BadBasket
    whole = [line for item in goods for line in _lines(item, prices, taxation)]
    lines = _reduced(whole, reduction, currency)
    goods_total = total_of((line.total for line in lines), currency)
    shares = _delivery_shares(lines, delivery, taxation)
    taxes = tuple(_tax_lines(lines, shares, taxation, currency))
    delivery_total = total_of(shares.values(), currency)
    return PricedBasket(
        currency=currency,
        lines=lines,
        goods_total=goods_total,
        delivery_total=delivery_total,
        total=goods_total + delivery_total,
        taxes=taxes,
        tax_country=taxation.country,
        tax_category=taxation.category,
    )


def _lines(item: Goods, prices: Mapping[VariantId, Price], taxation: Taxation) -> Iterable[PricedLine]:
    price = prices[item.variant_id]
    if not item.parts:
        yield _line(item, price, taxation)
        return
    for part, share in zip(item.parts, shares_of_kit(item.parts, price.amount, prices), strict=True):
        # Cents that do not divide by the pieces are on some of them: each piece has a price of whole cents.
        each, odd = divmod(share.minor, part.quantity)
        for pieces, minor in ((part.quantity - odd, each), (odd, each + 1)):
            if pieces:
                goods = replace(part, quantity=pieces * item.quantity)
                line = _line(goods, Price(amount=Money(minor, share.currency)), taxation)
                yield replace(line, kit=item.variant_id)


def shares_of_kit(parts: Sequence[Goods], price: Money, prices: Mapping[VariantId, Price]) -> list[Money]:
    """What of the price of a kit falls to each of its parts, so that each bears its own rate of tax: in proportion to
    what they cost by themselves (to their pieces, where one of them is not sold so). They add up to the price.

    Where several supplies are sold for one price, it is apportioned by their market values: CJEU C-308/96 and C-94/97,
    Madgett and Baldwin.
    """
    known = [prices.get(part.variant_id) for part in parts]
    weights = [one.amount.minor * part.quantity for one, part in zip(known, parts, strict=True) if one]
    if len(weights) < len(parts) or not any(weights):
        weights = [part.quantity for part in parts]
    return price.allocate(weights)


def _line(item: Goods, price: Price, taxation: Taxation) -> PricedLine:
    rate = taxation.rates[item.tax_class]
    if not taxation.charged:
        before = price.compare_at
        price = replace(
            price,
            amount=price.amount - tax_within(price.amount, rate),
            compare_at=None if before is None else before - tax_within(before, rate),
        )
    return PricedLine(
        variant_id=item.variant_id,
        sku=item.sku,
        quantity=item.quantity,
        unit_price=price.amount,
        compare_at=price.compare_at,
        discount=Money.zero(price.amount.currency),
        total=price.amount * item.quantity,
        tax_class=item.tax_class,
        tax_rate=rate if taxation.charged else Decimal(0),
        tax_category=category_at(rate, taxation),
    )


def _reduced(lines: Sequence[PricedLine], reduction: Reduction | None, currency: str) -> tuple[PricedLine, ...]:
    goods = total_of((line.total for line in lines), currency)
    discount = discount_on(goods, reduction) if reduction else Money.zero(currency)
    shares = discount.allocate([line.total.minor for line in lines])
    return tuple(
        replace(line, discount=share, total=line.total - share) for line, share in zip(lines, shares, strict=True)
    )


def discount_on(goods: Money, reduction: Reduction) -> Money:
    """What a reduction takes off goods that cost so much: never more than that, nothing below its minimum."""
    if goods < reduction.minimum:
        return Money.zero(goods.currency)
    if reduction.percent is not None:
        return goods.times_rate(reduction.percent / 100)
    return min(reduction.amount or Money.zero(goods.currency), goods)


def category_at(rate: Decimal, taxation: Taxation) -> TaxCategory:
    """EN 16931 knows no standard-rated supply at 0 %: that is category ``Z``."""
    if not taxation.charged:
        return taxation.category
    return TaxCategory.STANDARD if rate > 0 else TaxCategory.ZERO


def _delivery_shares(
    lines: Sequence[PricedLine], delivery: Money, taxation: Taxation
) -> dict[tuple[TaxCategory, Decimal], Money]:
    """Delivery's price by category and rate charged, in proportion to the goods; highest rate first."""
    weights: dict[Decimal, int] = {}
    for line in lines:
        rate = taxation.rates[line.tax_class]
        weights[rate] = weights.get(rate, 0) + line.total.minor
    if not any(weights.values()):  # gifts only: by number of pieces
        for line in lines:
            weights[taxation.rates[line.tax_class]] += line.quantity
    rates = sorted(weights, reverse=True)
    shares: dict[tuple[TaxCategory, Decimal], Money] = {}
    for rate, share in zip(rates, delivery.allocate([weights[rate] for rate in rates]), strict=True):
        net = share if taxation.charged else share - tax_within(share, rate)
        key = (category_at(rate, taxation), rate if taxation.charged else Decimal(0))
        shares[key] = shares.get(key, Money.zero(delivery.currency)) + net
    return shares


def _tax_lines(
    lines: Sequence[PricedLine],
    shares: Mapping[tuple[TaxCategory, Decimal], Money],
    taxation: Taxation,
    currency: str,
) -> Iterable[TaxLine]:
    for (category, rate), share in shares.items():
        at_rate = (line.total for line in lines if (line.tax_category, line.tax_rate) == (category, rate))
        gross = total_of(at_rate, currency) + share
        tax = tax_within(gross, rate)
        yield TaxLine(country=taxation.country, rate=rate, category=category, net=gross - tax, tax=tax, gross=gross)


def unit_price(amount: Money, *, net_amount: int | None, net_unit: str) -> UnitPrice | None:
    """The price per kilogram, litre or piece; None where it says nothing that the price does not say already."""
    if not net_amount or net_unit not in _BASES:
        return None
    base, unit = _BASES[net_unit]
    if net_amount == base:
        return None
    return UnitPrice(amount=Money(round_half_up(Decimal(amount.minor * base) / net_amount), amount.currency), unit=unit)


_VOUCHER_CODE = re.compile(r"[\w-]{3,30}")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that reads like something else
_GROUPS, _GROUP = 3, 4  # 60 bits; gift cards have four groups


def new_voucher_code(pick: Callable[[str], str]) -> str:
    """A code such as ``7Q4M-0VXA-K3ZT``, of characters that ``pick`` draws from the alphabet one at a time."""
    return "-".join("".join(pick(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def compared_code(typed: str) -> str:
    """A code as it is compared: whatever capitals, spaces, hyphens and accented forms somebody wrote it with."""
    return "".join(letter for letter in _folded(typed).upper() if letter.isalnum())


def customer_identity(email: str) -> str:
    """Whom an e-mail address reaches: one text for all the ways in which one person can write their own.

    Small letters, Unicode in its compatibility form, without what follows a plus sign; Gmail ignores dots as well. Only
    for telling customers apart: letters go to the address as it was given.
    """
    local, at, domain = _folded(email.strip()).rpartition("@")
    if not at:
        return domain
    mailbox = local.partition("+")[0] or local
    domain = domain.rstrip(".")
    if domain in _WITHOUT_DOTS:
        return f"{mailbox.replace('.', '') or mailbox}@gmail.com"
    return f"{mailbox}@{domain}"


_WITHOUT_DOTS = frozenset(("gmail.com", "googlemail.com"))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def check_voucher(draft: VoucherDraft, *, currency: str) -> None:
    """Refuse a voucher that cannot stand, before anything is written.

    :raises BadVoucher: with the field that is wrong.
    """
    reduction, code = draft.reduction, draft.code.strip()
    if code and not (_VOUCHER_CODE.fullmatch(code) and len(compared_code(code)) >= 3):
        raise BadVoucherCode(field="code")
    amounts = [amount for amount in (reduction.minimum, reduction.amount) if amount is not None]
    if any(amount.currency != currency or not 0 <= amount.minor <= HIGHEST_MINOR for amount in amounts):
        raise BadReduction(field="value", currency=currency)
    if reduction.percent is None:
        good = reduction.amount is not None and reduction.amount.minor > 0
    else:
        good = reduction.amount is None and 0 < reduction.percent <= 100
    if not good:
        raise BadReduction(field="value", currency=currency)
    if draft.ends_at is not None and draft.ends_at <= draft.starts_at:
        raise BadVoucherDates(field="ends_at")
    for field, most in (("limit", draft.limit), ("limit_each", draft.limit_each)):
        if most is not None and not 1 <= most <= 10**9:
            raise BadVoucherLimit(field=field)


def refusal_of(voucher: Voucher, *, now: datetime, used_by_customer: int) -> VoucherRefused | None:
    """Why a voucher cannot be used now by whoever has used it so often; None when it can."""
    each = voucher.limit_each
    reasons: tuple[tuple[bool, type[VoucherRefused]], ...] = (
        (not voucher.active, VoucherSwitchedOff),
        (now < voucher.starts_at, VoucherNotYetValid),
        (voucher.ends_at is not None and now >= voucher.ends_at, VoucherExpired),
        (each is not None and used_by_customer >= each, VoucherUsedByCustomer),
        (voucher.limit is not None and voucher.used >= voucher.limit, VoucherUsedUp),
    )
    return next((refused(voucher=voucher.code) for holds, refused in reasons if holds), None)
