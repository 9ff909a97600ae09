"""The basket, as priced and promised at this moment."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.domains.cart.errors import UnknownCart
from comptoir.domains.cart.queries import cart, priced_cart
from comptoir.domains.cart.values import MOST_PIECES, CartId, CartLine, CartState, PricedCart
from comptoir.domains.catalogue.queries import variants_by_sku, variants_for
from comptoir.domains.catalogue.values import VariantCard
from comptoir.domains.delivery.values import MethodKind
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.orders.queries import order, order_of_cart
from comptoir.domains.payments.queries import offered_methods
from comptoir.domains.search.queries import best_in_category
from comptoir.kernel.formats import money_label, number_label
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.cards import cards_of
from comptoir.storefront.assemble.codes import codes_of, voucher_words, with_codes
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.pictures import thumbnail
from comptoir.storefront.assemble.promises import amount_or_free, promise_words
from comptoir.storefront.assemble.stock import line_words
from comptoir.storefront.carts import opened
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_key
from comptoir.storefront.pages.cart import BasketLine, BasketPage
from comptoir.storefront.pages.parts import Card, Link, Notice, Total
from comptoir.storefront.pages.product import Added
from comptoir.storefront.typed import CodeTyped
from comptoir.storefront.whole import absolute

_GOODS_INSTEAD = 4


def open_basket(cart_id: CartId | None, here: Here) -> CartId | None:
    """The visitor's basket, unless it was ordered, is gone, or belongs to another market. One statement."""
    if cart_id is None:
        return None
    try:
        found = cart(cart_id)
    except UnknownCart:
        return None
    return found.id if found.state is CartState.OPEN and found.market == here.market.code else None


def priced_basket(cart_id: CartId | None, here: Here) -> PricedCart | None:
    """The visitor's open basket with its prices, if there is anything in it."""
    if cart_id is None:
        return None
    try:
        priced = priced_cart(cart_id, now=here.now)
    except UnknownCart:
        return None
    own = priced.cart.state is CartState.OPEN and priced.cart.market == here.market.code
    return priced if own and (priced.lines or priced.dropped) else None


def waiting_order(cart_id: CartId, here: Here) -> tuple[Notice, ...]:
    """Whoever comes back from the bank without having paid finds the basket empty: the order that it became waits."""
    order_id = order_of_cart(cart_id)
    found = order(order_id) if order_id else None
    if found is None or not found.to_pay or found.waits_for_goods or found.market != here.market.code:
        return ()
    title = _("Your order %(number)s is awaiting payment.") % {"number": found.number}
    link = Link(_("Pay or cancel it"), here.at.tracking(order_key(found)))
    return (Notice("info", title, "", link),)


def basket_page(
    priced: PricedCart | None,
    here: Here,
    *,
    code: CodeTyped | None = None,
    notices: tuple[Notice, ...] = (),
    shared: str = "",
    known: bool = False,
) -> BasketPage:
    """The page of a basket; of an empty one with goods that others take home. ``code`` was typed and is not used;
    ``shared`` opens a copy of it, to be sent to others. ``known``: they are signed in."""
    totals, total = _sums(priced, here.language) if priced else ((), Total("", ""))
    lines = (*_lines(priced, here), *_dropped(priced, here)) if priced else ()
    wrong = [line for line in lines if line.problem]
    return BasketPage(
        head=page_head(here, _("Your basket"), Addresses.basket, indexed=False),
        notices=notices,
        count=pieces_words(priced.pieces, here.language) if priced else "",
        lines=lines,
        totals=totals,
        total=total,
        action=here.at.basket(),
        codes=codes_of(priced, here, typed=code or CodeTyped()) if priced and priced.lines else None,
        checkout=here.at.checkout(),
        carry_on=Link(_("Continue shopping"), here.at.home()),
        delivery_estimate=promise_words(priced.delivery_options, here.language) if priced else "",
        methods=" · ".join(text_in(method.labels, here.language) for method in offered_methods(here.market.code)),
        buyable=not wrong,
        why_not=_("Correct the marked line first; the rest is ready.") if wrong else "",
        goods=() if priced else _goods_instead(here),
        share=here.at.share_basket() if priced and priced.lines else "",
        shared_link=absolute(here.at.shared_basket(shared)) if shared and opened("shared-cart", shared) else "",
        sign_in=None if priced or known else Link(_("Sign in to find the basket you saved"), here.at.sign_in("basket")),
    )


def _sums(priced: PricedCart, language: str) -> tuple[tuple[Total, ...], Total]:
    return with_codes(totals_of(priced, language), total_line(priced, language), priced, language)


def pieces_words(pieces: int, language: str) -> str:
    number = number_label(pieces, language)
    return ngettext("%(number)s item", "%(number)s items", pieces) % {"number": number}


def _lines(priced: PricedCart, here: Here) -> tuple[BasketLine, ...]:
    return tuple(_line(line, here) for line in priced.chosen)


def _line(line: CartLine, here: Here) -> BasketLine:
    language, unit = here.language, line.priced
    return BasketLine(
        sku=line.variant.sku,
        name=text_in(line.variant.title, language),
        detail=line_detail(line, language),
        href=here.at.product(line.variant.slug_in(here.language), variant=line.variant.sku),
        src=thumbnail(line.variant.image),
        unit_price=money_label(unit.unit_price, language),
        total=money_label(unit.undiscounted, language),
        quantity=unit.quantity,
        most=MOST_PIECES,
        action=here.at.basket_line(line.variant.sku),
        was=money_label(unit.compare_at, language) if unit.compare_at else "",
        problem=shortage_words(line.availability.available) if line.availability and line.missing else "",
        note=line_words(line, here),
    )


def line_detail(line: CartLine, language: str) -> str:
    """What was chosen of it, or what is in it."""
    chosen = text_in(line.variant.options, language)
    parts = (
        (part.each, text_in(part.variant.title, language), text_in(part.variant.options, language))
        for part in line.parts
    )
    return " · ".join(filter(None, (chosen, contents_words(parts))))


def contents_words(parts: Iterable[tuple[int, str, str]]) -> str:
    """What is in a kit: so many pieces of what, and which."""
    return ", ".join(f"{count}\u00a0× {title}{f' ({options})' if options else ''}" for count, title, options in parts)


def shortage_words(available: int) -> str:
    """What is left, and what to do."""
    if available < 1:
        return _("Sold out in the meantime. Remove it to continue.")
    return ngettext(
        "Only %(number)s left. Lower the quantity to continue.",
        "Only %(number)s left. Lower the quantity to continue.",
        available,
    ) % {"number": available}


def _dropped(priced: PricedCart, here: Here) -> tuple[BasketLine, ...]:
    """What was in the basket and is no longer sold: shown as gone, so that nobody misses it silently."""
    if not priced.dropped:
        return ()
    return tuple(_gone(variant, here) for variant in variants_for(priced.dropped).values())


def _gone(variant: VariantCard, here: Here) -> BasketLine:
    return BasketLine(
        sku=variant.sku,
        name=text_in(variant.title, here.language),
        detail=text_in(variant.options, here.language),
        href=here.at.product(variant.slug_in(here.language)),
        src=thumbnail(variant.image),
        unit_price="",
        total="",
        quantity=0,
        most=0,
        action=here.at.basket_line(variant.sku),
        problem=_("No longer sold. Remove it to continue."),
    )


def totals_of(priced: PricedCart, language: str) -> tuple[Total, ...]:
    """The goods and what a code takes off them, then their delivery; without a choice yet, what it costs at least."""
    code = priced.voucher.code if priced.voucher else ""
    goods = _with_wrapping(priced, priced.basket.discount, code, language)
    if priced.delivery is not None:
        paid = priced.basket.delivery_total
        chosen = text_in(priced.delivery.labels, language)
        return *goods, Total(_("Delivery"), amount_or_free(paid, language), chosen)
    if not priced.delivery_options:
        return goods
    home = [option for option in priced.delivery_options if option.kind is MethodKind.HOME]
    prices = {option.price for option in home or priced.delivery_options}
    least = min(prices)
    words = amount_or_free(least, language)
    amount = _("from %(amount)s") % {"amount": words} if len(prices) > 1 and least.minor else words
    note = _("chosen at the next step, not included below") if least else _("chosen at the next step")
    return *goods, Total(_("Delivery"), amount, note)


def _with_wrapping(priced: PricedCart, discount: Money, code: str, language: str) -> tuple[Total, ...]:
    """The wrapping stands by itself: it comes with the gift, and is no line that could be changed."""
    if priced.wrap is None:
        return goods_totals(priced.basket.undiscounted, discount, code, language)
    own = priced.wrap.priced.undiscounted
    items, *taken_off = goods_totals(priced.basket.undiscounted - own, discount, code, language)
    return items, Total(_("Gift wrap"), money_label(own, language)), *taken_off


def goods_totals(undiscounted: Money, discount: Money, code: str, language: str) -> tuple[Total, ...]:
    """What the goods cost, and what a code takes off them, if it does."""
    goods = Total(_("Items"), money_label(undiscounted, language))
    if not discount:
        return (goods,)
    return goods, Total(voucher_words(code), money_label(-discount, language))


def total_line(priced: PricedCart, language: str) -> Total:
    return Total(_("Total"), money_label(priced.total, language), tax_words(priced, language), strong=True)


def tax_words(priced: PricedCart, language: str) -> str:
    """The tax within the total; or that none is charged."""
    if not priced.basket.lines:
        return ""
    tax = total_of((line.tax for line in priced.basket.taxes), priced.basket.currency)
    return tax_note(tax, language)


def tax_note(tax: Money, language: str) -> str:
    if not tax.minor:
        return _("no VAT charged")
    return _("including %(amount)s of VAT") % {"amount": money_label(tax, language)}


def _goods_instead(here: Here) -> tuple[Card, ...]:
    return cards_of(best_in_category(here.market.code, here.language, None, _GOODS_INSTEAD), here)


def added_words(cart_id: CartId, sku: str, here: Here) -> Added:
    """What is said beside the button once the goods are in the basket."""
    variant, quantities = variants_by_sku([sku])[sku], cart(cart_id).quantities
    count, wanted = sum(quantities.values()), quantities.get(variant.id, 0)
    available = availability_for([variant.id])[variant.id].available
    return Added(
        name=text_in(variant.title, here.language),
        detail=text_in(variant.options, here.language),
        basket=here.at.basket(),
        basket_label=_("See the basket (%(pieces)s)") % {"pieces": pieces_words(count, here.language)},
        count=count,
        shortage=shortage_words(available) if wanted > available else "",
    )


def not_added(problem: str, here: Here) -> Added:
    """Why they are not."""
    return Added(name="", detail="", basket=here.at.basket(), basket_label="", count=0, problem=problem)
