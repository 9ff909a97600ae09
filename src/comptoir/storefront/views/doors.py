"""Signing in and out, and the links that letters bring."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from comptoir.domains.customers.actions import ask_account_link, change_email, close_session
from comptoir.domains.customers.errors import (
    EmailTaken,
    LinkSpent,
    PasskeyRefused,
    SignInRefused,
    UnknownLink,
    WeakPassword,
)
from comptoir.domains.customers.queries import link_by_id
from comptoir.domains.customers.values import Link, LinkId, LinkPurpose, PasskeyAnswer
from comptoir.flows.enter_account import ByLink, ByPasskey, ByPassword, Proof, enter_account
from comptoir.kernel.access import token_opens
from comptoir.kernel.emails import BadEmail
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.limits import Limit, take
from comptoir.kernel.requests import Request, address_of, limited
from comptoir.storefront.assemble.account import PLACES
from comptoir.storefront.assemble.doors import (
    ask_link_page,
    link_page,
    link_sent_page,
    sign_in_page,
    spent_link_page,
)
from comptoir.storefront.carts import COOKIE as CART_COOKIE
from comptoir.storefront.carts import buyer, cart_of, keep_cart
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Notice
from comptoir.storefront.refusals import status_of
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.sessions import COOKIE, keep_session, owner, relying_party, signed_in
from comptoir.storefront.views.around import POST, READ_AND_POST, asked, said, shop_page

BY_SOURCE = Limit("storefront.sign_ins", burst=20, per_minute=10)
BY_ACCOUNT = Limit("storefront.sign_ins_of_account", burst=10, per_minute=1)
"""Per e-mail address and source: nobody far away can lock somebody out."""
BY_NAME = Limit("storefront.sign_ins_by_name", burst=60, per_minute=6)
"""Per e-mail address from wherever: what a thousand rented machines may try together."""
LETTERS = Limit("storefront.account_letters", burst=10, per_minute=2)
LETTERS_TO = Limit("storefront.account_letters_to", burst=3, per_minute=1)


def limited_for(request: Request, limit: Limit, email: str, *, source: str = "") -> None:
    """Count the request against an e-mail address, of which the table of buckets keeps only a keyed hash.

    :raises LimitReached: when there were too many.
    """
    name = salted_hmac("comptoir.limits", f"{email.strip().lower()}|{source}", algorithm="sha256").hexdigest()[:32]
    take(limit, who=name, now=request.now)


@shop_page(READ_AND_POST)
def sign_in(request: Request, here: Here) -> HttpResponse:
    """The door; by POST, a password or a passkey is tried."""
    if request.method != "POST":
        session, again = signed_in(request), asked(request, "then") in ("security", "data")
        if session is not None and not again:
            return see_other(here.at.my_account())
        gone = (Notice("positive", _("Your account is deleted."), _("Thank you for having been our customer.")),)
        notices = gone if asked(request, "gone") else ()
        page = sign_in_page(here, then=asked(request, "then"), again=again and session is not None, notices=notices)
        return own(here, page)
    limited(request, BY_SOURCE)
    email = said(request, "email")
    if said(request, "do") == "passkey":
        answered = PasskeyAnswer(answer=said(request, "answer"), state=said(request, "state"))
        return _entered(request, here, ByPasskey(answered=answered, party=relying_party()), email)
    limited_for(request, BY_ACCOUNT, email, source=address_of(request))
    limited_for(request, BY_NAME, email)
    return _entered(request, here, ByPassword(email=email, password=request.POST.get("password", "")), email)


def _entered(request: Request, here: Here, proof: Proof, email: str) -> HttpResponse:
    try:
        return _enter(request, here, proof)
    except (SignInRefused, PasskeyRefused) as refusal:
        notice = Notice("danger", _("You are not signed in"), str(refusal))
        page = sign_in_page(here, then=said(request, "then"), email=email, notices=(notice,))
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _enter(request: Request, here: Here, proof: Proof) -> HttpResponse:
    entered = enter_account(
        proof=proof,
        cart_id=cart_of(request),
        market=here.market.code,
        device=device_of(request),
        former=signed_in(request),
        actor=buyer(),
        now=here.now,
    )
    response = see_other(_next(said(request, "then"), here))
    keep_session(response, entered.session)
    if entered.cart_id is not None:
        keep_cart(response, entered.cart_id, session_id=entered.session.id)
    return response


def _next(then: str, here: Here) -> str:
    """Where to go on to: a page that we know by name, never an address that somebody brings along."""
    ways: dict[str, Callable[[], str]] = {"checkout": here.at.checkout, "basket": here.at.basket}
    if then in ways:
        return ways[then]()
    return here.at.my_account(then if then in PLACES else "")


def device_of(request: Request) -> str:
    """The browser and its system, as far as they say so: "Firefox, Windows"."""
    agent = request.headers.get("User-Agent", "")
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = (next((name for mark, name in names if mark in agent), "") for names in (browsers, systems))
    return ", ".join(name for name in found if name)


@shop_page(POST)
def sign_out(request: Request, here: Here) -> HttpResponse:
    """Here alone. The basket stays saved with the account, and is no longer in this browser."""
    session = signed_in(request)
    if session is not None:
        close_session(login_id=session.login_id, session_id=session.id, actor=owner(session), now=here.now)
    return signed_out(see_other(here.at.home()))


def signed_out(response: HttpResponse) -> HttpResponse:
    """Without the cookies of whoever was signed in."""
    response.delete_cookie(COOKIE, samesite="Lax")
    response.delete_cookie(CART_COOKIE, samesite="Lax")
    return response


@shop_page(READ_AND_POST)
def ask_link(request: Request, here: Here) -> HttpResponse:
    """By POST, a link is sent; the answer is the same whoever asks for whatever address."""
    if request.method != "POST":
        return own(here, ask_link_page(here))
    limited(request, LETTERS)
    email = said(request, "email").strip()
    limited_for(request, LETTERS_TO, email)
    try:
        ask_account_link(email=email, market=here.market.code, language=here.language, actor=buyer(), now=here.now)
    except BadEmail as error:
        page = ask_link_page(here, email=email, errors={"email": str(error)})
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return own(here, link_sent_page(here, email))


@shop_page(READ_AND_POST)
def link(request: Request, here: Here, link_key: str) -> HttpResponse:
    """What a letter led to; by POST, the link is used."""
    limited(request, LETTERS)
    key = link_key
    try:
        found = _link_of(key)
        if found.open_until is None or found.open_until <= here.now:
            raise LinkSpent
        if request.method != "POST":
            return own(here, link_page(found, key, here))
        if found.purpose is LinkPurpose.CHANGE:
            return _changed(found, here)
        return _by_link(request, found, key, here)
    except (LinkSpent, UnknownLink, EmailTaken) as refusal:
        return _spent(key, refusal, here)


def _link_of(key: str) -> Link:
    """:raises UnknownLink: unless the key is one of ours."""
    text, _, token = key.partition(".")
    try:
        id = UUID(text)
    except ValueError:
        raise UnknownLink from None
    if str(id) != text or not token_opens("account_link", id, token):
        raise UnknownLink
    return link_by_id(LinkId(id))


def _by_link(request: Request, found: Link, key: str, here: Here) -> HttpResponse:
    name = said(request, "name")
    try:
        proof = ByLink(link_id=found.id, password=request.POST.get("password", ""), name=name)
        return _enter(request, here, proof)
    except WeakPassword as error:
        page = link_page(found, key, here, name=name, errors={"password": str(error)})
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _changed(found: Link, here: Here) -> HttpResponse:
    change_email(link_id=found.id, actor=buyer(), now=here.now)
    return see_other(here.at.my_account())


def _spent(key: str, refusal: BusinessError, here: Here) -> HttpResponse:
    return own(here, spent_link_page(key, str(refusal), here), status=status_of(refusal))
