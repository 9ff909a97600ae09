"""The page of the order: one form, what it costs always in sight."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from comptoir.domains.cart.values import PricedCart
from comptoir.domains.content.queries import terms_version
from comptoir.domains.content.values import PRIVACY, TERMS
from comptoir.domains.customers.queries import addresses_of, preferred_address
from comptoir.domains.customers.values import Session
from comptoir.domains.delivery.values import DeliveryOption, MethodKind
from comptoir.domains.payments.queries import offered_methods
from comptoir.domains.payments.values import Method
from comptoir.domains.pricing.queries import price_goods
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import day_label, money_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.basket import line_detail, pieces_words, total_line, totals_of
from comptoir.storefront.assemble.codes import codes_of, with_codes
from comptoir.storefront.assemble.forms import (
    Errors,
    address_fields,
    billing_fields,
    comment_field,
    company_fields,
    contact_fields,
    error_summary,
    gift_fields,
)
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_known_page
from comptoir.storefront.assemble.pictures import thumbnail
from comptoir.storefront.assemble.promises import price_words, usual_option
from comptoir.storefront.assemble.stock import line_words
from comptoir.storefront.here import Here
from comptoir.storefront.pages.checkout import CheckoutPage, Option, Saved, Summary, SummaryLine
from comptoir.storefront.pages.fields import Check
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.typed import CodeTyped, Typed, shown

_ICONS = {"transfer": "landmark"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What stands between the buyer and the order: by field, and what concerns no field. ``worse_code``: the code that
    was typed can be used all the same."""

    errors: Errors = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    worse_code: bool = False


RIGHT = Wrong()
"""Nothing is wrong."""


def with_delivery(priced: PricedCart, here: Here) -> PricedCart:
    """The basket with the usual way of delivery, while none that fits was chosen."""
    first = usual_option(priced.delivery_options)
    if priced.delivery is not None or first is None:
        return priced
    billed = priced.cart.billing_address or priced.cart.shipping_address
    basket = price_goods(
        market=here.market.code,
        goods=[line.goods for line in priced.lines],
        delivery=first.price,
        reduction=priced.voucher.reduction if priced.voucher else None,
        destination=first.destination,
        vat_number=billed.vat_number,
        on=local_day(here.now, here.market.time_zone),
    )
    return replace(priced, basket=basket, delivery=first)


def checkout_page(
    priced: PricedCart, typed: Typed, here: Here, wrong: Wrong, session: Session | None = None
) -> CheckoutPage:
    """The form as it was typed, with the basket as it is priced now; ``session`` is who is signed in."""
    typed, errors = typed.served(here.market.countries), wrong.errors
    return CheckoutPage(
        head=page_head(here, _("Your order"), Addresses.checkout, indexed=False),
        notices=wrong.notices,
        action=here.at.checkout(),
        basket=here.at.basket(),
        key=str(priced.cart.id),
        contact=contact_fields(typed, errors),
        address=address_fields(typed, errors, here),
        is_company=Check("is_company", _("I buy for a company"), checked=bool(typed.is_company)),
        company=company_fields(typed, errors),
        other_billing=Check("billing_differs", _("Use another billing address"), bool(typed.billing_differs)),
        billing=billing_fields(typed, errors, here),
        comment=comment_field(typed, errors, slipped_in=priced.travels and not priced.wraps),
        gift=gift_fields(typed, errors, offered=priced.wraps, price=_wrap_price(priced, here)),
        delivery=_deliveries(priced, here),
        delivery_error=errors.get("delivery_method", ""),
        waiting=_("We cannot deliver this basket to this address. Another country or a lighter basket may work."),
        payment=payment_options(here, typed.payment_method) if priced.to_pay else (),
        codes=codes_of(priced, here, typed=CodeTyped(typed.code, errors.get("code", ""), worse=wrong.worse_code)),
        payment_error=errors.get("payment_method", ""),
        terms=_terms(typed, errors, here),
        terms_version=terms_version(),
        waiver=_waiver(priced, typed, errors),
        travels=priced.travels,
        summary=_summary(priced, here),
        pay_label=_pay_label(priced, here),
        reassurance=_(
            "You will receive the confirmation by e-mail. Your details are used for this order and nothing else."
        ),
        privacy=to_known_page(PRIVACY, here.at),
        errors=error_summary(errors),
        sign_in=None if session else Link(_("Sign in"), here.at.sign_in("checkout")),
        signed_in=session.email if session else "",
        saved=_saved(session, typed, here) if session else (),
    )


def _wrap_price(priced: PricedCart, here: Here) -> str:
    """What wrapping costs: of a gift as it is billed, which without tax is less than the list says."""
    cost = priced.wrap.priced.unit_price if priced.wrap else priced.wrap_price
    return money_label(cost, here.language) if cost else ""


def _saved(session: Session, typed: Typed, here: Here) -> tuple[Saved, ...]:
    """The addresses of the book that can be delivered to and are not in the form already."""
    return tuple(
        Saved(str(each.id), f"{each.address.name}, {each.address.line1}, {each.address.city}")
        for each in addresses_of(session.login_id)
        if each.address.country in here.market.countries
        and (each.address.name, each.address.line1) != (typed.name, typed.line1)
    )


def filled_for(session: Session | None, typed: Typed) -> Typed:
    """A form in which nothing was typed yet, with what somebody who is signed in has told before."""
    if session is None or typed.email or typed.line1:
        return typed
    typed = replace(typed, email=session.email)
    address = preferred_address(session.customer_id)
    return typed.at_address(address) if address else typed


def _pay_label(priced: PricedCart, here: Here) -> str:
    """It says that the order obliges to pay, also by what a gift card holds (code de la consommation, L221-14)."""
    if priced.to_pay:
        return _("Order and pay %(total)s") % {"total": money_label(priced.to_pay, here.language)}
    if priced.total:
        return _("Order and pay %(total)s with my code") % {"total": money_label(priced.total, here.language)}
    return _("Place the order")


def _deliveries(priced: PricedCart, here: Here) -> tuple[Option, ...]:
    chosen = priced.delivery.code if priced.delivery else ""
    return tuple(_delivery(option, chosen, here) for option in priced.delivery_options)


def _delivery(option: DeliveryOption, chosen: str, here: Here) -> Option:
    collected = option.kind is MethodKind.PICKUP
    promise = _("No date yet")
    if option.promised_on:
        promise = _("Ready by %(day)s") if collected else _("With you by %(day)s")
        promise %= {"day": day_label(option.promised_on, here.language)}
    return Option(
        value=option.code,
        label=text_in(option.labels, here.language),
        detail=option.carrier,
        price=price_words(option, here.language),
        promise=promise,
        icon="store" if collected else "truck",
        selected=option.code == chosen,
    )


def payment_options(here: Here, chosen: str, *, without: str = "") -> tuple[Option, ...]:
    """The ways to pay, ``without`` one; the first stands chosen until the buyer chooses."""
    methods = [method for method in offered_methods(here.market.code) if method.code != without]
    codes = [method.code for method in methods]
    selected = chosen if chosen in codes else next(iter(codes), "")
    return tuple(_payment(method, selected, here) for method in methods)


def _payment(method: Method, selected: str, here: Here) -> Option:
    return Option(
        value=method.code,
        label=text_in(method.labels, here.language),
        detail=text_in(method.instructions, here.language),
        icon=_ICONS.get(method.provider, "credit-card"),
        selected=method.code == selected,
    )


def waiver_words() -> str:
    """What whoever buys downloads agrees to, word for word: prior express consent to have them at once, and the
    acknowledgement that the right of withdrawal ends by that (directive 2011/83/EU, article 16, point (m); code de la
    consommation, L221-28, 13°)."""
    return _(
        "I ask to receive my downloads at once, before the end of the 14-day withdrawal period, and I acknowledge that "
        "I lose my right of withdrawal for them once they are available."
    )


def _waiver(priced: PricedCart, typed: Typed, errors: Errors) -> Check | None:
    if not priced.is_downloaded:
        return None
    return Check("waiver", waiver_words(), checked=bool(typed.waiver), error=errors.get("waiver", ""), required=True)


def _terms(typed: Typed, errors: Errors, here: Here) -> Check:
    link = to_known_page(TERMS, here.at)
    return Check(
        "terms",
        _("I accept the"),
        checked=bool(typed.terms),
        error=errors.get("terms", ""),
        required=True,
        link_label=link.label[:1].lower() + link.label[1:] if link else _("terms of sale"),
        link_href=link.href if link else "",
    )


def _summary(priced: PricedCart, here: Here) -> Summary:
    language = here.language
    totals, total = with_codes(totals_of(priced, language), total_line(priced, language), priced, language)
    return Summary(
        count=pieces_words(priced.pieces, language),
        lines=tuple(
            SummaryLine(
                text_in(line.variant.title, language),
                line_detail(line, language),
                thumbnail(line.variant.image),
                line.priced.quantity,
                money_label(line.priced.undiscounted, language),
                line_words(line, here),
            )
            for line in priced.chosen
        ),
        totals=totals,
        total=total,
        shown_total=shown(priced.total),
        shown_rest=shown(priced.to_pay),
        shown_wait=priced.wait,
    )
