"""The page of the order, and placing it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from comptoir.domains.cart.actions import keep_details, set_details
from comptoir.domains.cart.errors import CartClosed, CountryNotServed, UnknownCart
from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.customers.queries import addresses_of
from comptoir.domains.customers.values import Session
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.orders.errors import GoodsAwaited, TermsNotAccepted, TotalChanged
from comptoir.domains.orders.queries import order_of_cart
from comptoir.domains.payments.errors import TooManyDeclined
from comptoir.domains.pricing.errors import VoucherRefused
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.check_out import check_out
from comptoir.flows.place_order import Checkout, Placed
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.formats import money_label
from comptoir.kernel.limits import Limit
from comptoir.kernel.money import Money
from comptoir.kernel.once import KeyReused
from comptoir.kernel.requests import Request, limited, source_of
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.basket import priced_basket, shortage_words
from comptoir.storefront.assemble.checkout import RIGHT, Wrong, checkout_page, filled_for, waiver_words, with_delivery
from comptoir.storefront.assemble.codes import refusal_words
from comptoir.storefront.assemble.written import in_sentence
from comptoir.storefront.carts import buyer, cart_of, key_of
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import new_order_key, order_key_of
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.policy import allow_providers
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.sessions import signed_in
from comptoir.storefront.typed import CodeTyped, Typed, errors_by_field
from comptoir.storefront.views.around import READ_AND_POST, shop_page
from comptoir.storefront.views.codes import change_code, is_about_codes
from comptoir.storefront.views.paying import after_placing
from comptoir.storefront.whole import absolute

type Shown = Callable[..., HttpResponse]
"""Shows the form again, to whoever is signed in."""

_SAVED = "saved:"
ORDERS = Limit("storefront.orders", burst=20, per_minute=10)
CHANGES = Limit("storefront.checkouts", burst=60, per_minute=60)


@shop_page(READ_AND_POST)
def checkout(request: Request, here: Here) -> HttpResponse:
    """The form; by POST, its choices looked at again (``do=refresh``) or the order placed (``do=order``)."""
    cart_id = cart_of(request)
    if cart_id is None:
        return see_other(here.at.basket())
    session = signed_in(request)
    if request.method != "POST":
        return _form(cart_id, here, session=session)
    typed = Typed.of_form(request.POST)
    if typed.key != str(cart_id):  # the form of another basket, left open in another window
        return see_other(here.at.basket())
    if is_about_codes(request):
        return change_code(request, here, partial(_with_code, typed, session=session))
    if request.POST.get("do") != "order":
        limited(request, CHANGES)
        typed = _at_saved(request.POST.get("do", ""), typed, session)
        return _refreshed(cart_id, typed.served(here.market.countries), here, session)
    limited(request, ORDERS)
    return _ordered(request, cart_id, typed, here)


def _at_saved(pressed: str, typed: Typed, session: Session | None) -> Typed:
    """With the address of the book that was chosen, if one was."""
    if session is None or not pressed.startswith(_SAVED):
        return typed
    chosen = pressed.removeprefix(_SAVED)
    found = next((each for each in addresses_of(session.login_id) if str(each.id) == chosen), None)
    return typed.at_address(found.address) if found else typed


def _with_code(typed: Typed, cart_id: CartId, code: CodeTyped, here: Here, *, session: Session | None) -> HttpResponse:
    """The form as it was typed, with the code at work or what is wrong with it."""
    typed = replace(typed.served(here.market.countries), code=code.code)
    if not code.error:
        return _form(cart_id, here, typed, session=session)
    wrong = Wrong(errors={"code": code.error}, worse_code=code.worse)
    return _form(cart_id, here, typed, wrong, HTTPStatus.UNPROCESSABLE_ENTITY, session=session)


def _form(
    cart_id: CartId,
    here: Here,
    typed: Typed | None = None,
    wrong: Wrong = RIGHT,
    status: int = HTTPStatus.OK,
    *,
    session: Session | None = None,
) -> HttpResponse:
    """The form; first the basket's page, where something in it cannot be had."""
    priced = priced_basket(cart_id, here)
    if priced is None or priced.dropped or (typed is None and any(line.missing for line in priced.lines)):
        return see_other(here.at.basket())
    shown = typed or filled_for(session, Typed.of_cart(priced.cart))
    page = checkout_page(with_delivery(priced, here), shown, here, wrong, session)
    return allow_providers(own(here, page, status=status, kind="checkout"), here.market.code)


def _refreshed(cart_id: CartId, typed: Typed, here: Here, session: Session | None) -> HttpResponse:
    """Keep what is complete, or else what prices depend on, and show the form again. Nothing is called wrong yet."""
    try:
        keep_details(
            cart_id=cart_id,
            best_first=typed.worth_keeping(language=here.language),
            actor=buyer(cart_id),
            now=here.now,
        )
    except (CartClosed, UnknownCart):
        return see_other(here.at.basket())
    return _form(cart_id, here, typed, session=session)


def _ordered(request: Request, cart_id: CartId, typed: Typed, here: Here) -> HttpResponse:
    form = partial(_form, session=signed_in(request))
    total = typed.total()
    errors = _unanswered(typed, here)
    if errors or total is None:
        return _checked(form, cart_id, typed, here, errors)
    try:
        placed = _place(cart_id, typed, total, source_of(request), here)
    except (CartClosed, KeyReused):
        return _already_ordered(cart_id, here)
    except UnknownCart:
        return see_other(here.at.basket())
    except Invalid as error:
        return _corrected(form, cart_id, typed, here, errors_by_field(error))
    except TermsNotAccepted as error:
        return _corrected(form, cart_id, typed, here, {"terms": str(error)}, HTTPStatus.CONFLICT)
    except TotalChanged as error:
        return form(cart_id, here, typed, Wrong(notices=(_new_total(error.total, here),)), HTTPStatus.CONFLICT)
    except GoodsAwaited:
        return form(cart_id, here, typed, Wrong(notices=(_now_awaited(),)), HTTPStatus.CONFLICT)
    except TooManyDeclined as error:
        return form(cart_id, here, typed, Wrong(notices=(_refused_often(error),)), HTTPStatus.TOO_MANY_REQUESTS)
    except VoucherRefused as error:
        return form(cart_id, here, typed, Wrong(notices=(_refused_code(error, here),)), HTTPStatus.CONFLICT)
    except InsufficientStock as error:
        return form(cart_id, here, typed, Wrong(notices=(_shortages(error, here),)), HTTPStatus.CONFLICT)
    return after_placing(placed, here, key=new_order_key(placed.order_id))


def _place(cart_id: CartId, typed: Typed, total: Money, source: str, here: Here) -> Placed:
    checkout = Checkout(
        cart_id=cart_id,
        shown_total=total,
        terms_version=typed.terms_version,
        method=typed.payment_method,
        shown_rest=typed.rest(),
        shown_wait=typed.shown_wait,
        waiver=waiver_words() if typed.waiver else "",
        paying=PayingWith(return_url=absolute(here.at.payment(key_of("cart", cart_id)))),
    )
    return check_out(
        details=typed.details(language=here.language),
        checkout=checkout,
        key=f"{cart_id}:storefront",  # a cart makes one order: pressing twice is the same press
        source=source,
        actor=buyer(cart_id),
        now=here.now,
    )


def _unanswered(typed: Typed, here: Here) -> dict[str, str]:
    errors = {name: _("Required to order.") for name in typed.missing()}
    if typed.country and typed.country not in here.market.countries:
        errors["country"] = str(CountryNotServed())
    rest = typed.rest()
    if not typed.payment_method and (rest is None or rest):
        errors["payment_method"] = _("Choose how to pay.")
    if not typed.terms:
        errors["terms"] = _("Without your consent we cannot conclude the sale.")
    return errors


def _checked(form: Shown, cart_id: CartId, typed: Typed, here: Here, errors: dict[str, str]) -> HttpResponse:
    """Something is missing already: look at the rest too, so that everything is told at once."""
    try:
        set_details(cart_id=cart_id, details=typed.details(language=here.language), actor=buyer(cart_id), now=here.now)
    except ManyInvalid as error:
        errors = errors_by_field(error) | errors  # what is empty is said in the same words wherever it was found out
    except CartClosed:
        return _already_ordered(cart_id, here)
    except UnknownCart:
        return see_other(here.at.basket())
    if not errors:  # only the total that the page had shown is no total any more
        return form(cart_id, here, typed, Wrong(notices=(_look_again(),)), HTTPStatus.CONFLICT)
    return _corrected(form, cart_id, typed, here, errors)


def _corrected(
    form: Shown,
    cart_id: CartId,
    typed: Typed,
    here: Here,
    errors: dict[str, str],
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    return form(cart_id, here, typed, Wrong(errors=errors), status)


def _already_ordered(cart_id: CartId, here: Here) -> HttpResponse:
    """The basket became an order in another window: here it is."""
    order_id = order_of_cart(cart_id)
    return see_other(here.at.payment(order_key_of(order_id)) if order_id else here.at.basket())


def _look_again() -> Notice:
    return Notice("warning", _("Check the total once more"), _("It could not be read as it was shown to you."))


def _new_total(total: Money, here: Here) -> Notice:
    return Notice(
        "warning",
        _("The total is now %(total)s") % {"total": money_label(total, here.language)},
        _("A price or the delivery has changed since this page was shown. Check the summary, then order."),
    )


def _now_awaited() -> Notice:
    return Notice(
        "warning",
        _("Some items are no longer available"),
        _("Some items are on order now, and come later. Check the summary, then order."),
    )


def _refused_often(error: TooManyDeclined) -> Notice:
    return Notice("warning", _("No payment can be made just now"), str(error))


def _refused_code(refusal: VoucherRefused, here: Here) -> Notice:
    return Notice(
        "warning",
        refusal_words(refusal, here.language),
        _("Nothing was ordered. Check the total without it, then order."),
    )


def _shortages(error: InsufficientStock, here: Here) -> Notice:
    variants = variants_for([shortage.variant_id for shortage in error.shortages])
    told = (
        _("%(article)s: %(problem)s")
        % {
            "article": text_in(variants[each.variant_id].title, here.language),
            "problem": in_sentence(shortage_words(max(0, each.available))),
        }
        for each in error.shortages
    )
    return Notice(
        "danger",
        _("Someone was faster: some items are no longer available"),
        " ".join(told),
        Link(_("Change the basket"), here.at.basket()),
    )
