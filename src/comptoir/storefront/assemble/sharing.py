"""A basket that somebody shows."""

from django.utils.translation import gettext as _

from comptoir.domains.cart.queries import pieces_in
from comptoir.domains.cart.values import CartId, SharedCart
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.pricing.queries import prices_for
from comptoir.kernel.formats import money_label
from comptoir.kernel.money import Money
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.basket import pieces_words
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.pictures import thumbnail
from comptoir.storefront.here import Here
from comptoir.storefront.pages.account import Form, SharedBasketPage
from comptoir.storefront.pages.checkout import SummaryLine
from comptoir.storefront.pages.parts import Notice


def shared_basket_page(
    shared: SharedCart, key: str, own_cart: CartId | None, here: Here, notices: tuple[Notice, ...] = ()
) -> SharedBasketPage:
    """The goods at today's prices, without what is not sold any more. Nothing changes before a button is pressed."""
    lines = _lines(shared, here)
    pieces = pieces_in(own_cart) if own_cart else 0
    action = here.at.shared_basket(key)
    add = Form(action=action, do="add", button=_("Add to my basket") if pieces else _("Put everything into my basket"))
    instead = Form(action=action, do="instead", look="outline", button=_("Replace my basket"))
    mine = _("There is something in your own basket already (%(count)s). What shall we do?")
    return SharedBasketPage(
        head=page_head(here, _("A shared basket"), lambda at: at.shared_basket(key), indexed=False),
        notices=notices,
        title=_("Someone shared a basket with you"),
        text=_("A copy for you: whatever you change stays yours.")
        if lines
        else _("Nothing of it is for sale here any more."),
        lines=lines,
        own=mine % {"count": pieces_words(pieces, here.language)} if pieces and lines else "",
        forms=((add, instead) if pieces else (add,)) if lines else (),
    )


def _lines(shared: SharedCart, here: Here) -> tuple[SummaryLine, ...]:
    variants = variants_for(list(shared.quantities))
    prices = prices_for(list(shared.quantities), market=here.market.code)
    return tuple(
        SummaryLine(
            text_in(variants[id].title, here.language),
            text_in(variants[id].options, here.language),
            thumbnail(variants[id].image),
            pieces,
            money_label(Money(prices[id].amount.minor * pieces, here.market.currency), here.language),
        )
        for id, pieces in shared.quantities.items()
        if id in variants and variants[id].active and id in prices
    )
