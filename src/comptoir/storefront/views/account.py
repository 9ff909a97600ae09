"""The pages of an account. Whoever is not signed in is led to the door and back."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from comptoir.domains.customers.actions import (
    add_passkey,
    ask_email_change,
    change_name,
    change_password,
    close_other_sessions,
    close_session,
    note_consents,
    prefer_address,
    remove_address,
    remove_passkey,
    save_address,
    touch_session,
)
from comptoir.domains.customers.errors import ErasureMustWait, LastWayIn, PasskeyRefused
from comptoir.domains.customers.values import (
    BY_ACCOUNT,
    AddressId,
    ConsentGiven,
    PasskeyAnswer,
    PasskeyId,
    Session,
    SessionId,
)
from comptoir.flows.erase_account import erase_account
from comptoir.kernel.errors import BusinessError, Invalid
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited, source_of
from comptoir.storefront.assemble.account import invoices_page, orders_page, overview_page, returns_page
from comptoir.storefront.assemble.account_forms import (
    address_of,
    addresses_page,
    consent_words,
    consents_page,
    data_page,
    security_page,
)
from comptoir.storefront.assemble.export import personal_file
from comptoir.storefront.carts import WISHES_COOKIE, wishes_of
from comptoir.storefront.consents import chosen
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Notice
from comptoir.storefront.refusals import field_errors
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.sessions import owner, relying_party, signed_in
from comptoir.storefront.typed import Typed
from comptoir.storefront.views.around import READ, READ_AND_POST, View, asked, said, shop_page
from comptoir.storefront.views.doors import LETTERS, LETTERS_TO, limited_for, signed_out

CHANGES = Limit("storefront.account_changes", burst=60, per_minute=30)
EXPORTS = Limit("storefront.data_exports", burst=5, per_minute=1)
_SEEN_AGAIN = timedelta(hours=12)


def account_view(place: str, methods: tuple[str, ...] = READ, *, proven: bool = False) -> Callable[[View], View]:
    """Makes a page of ``def view(request, here, session)``. What is grave (``proven``) asks who signed in a while
    ago to do so again."""

    def surround(view: View) -> View:
        @shop_page(methods)
        @wraps(view)
        def answer(request: Request, here: Here, **captured: Any) -> HttpResponseBase:
            session = signed_in(request)
            if session is None or (proven and not session.proven(here.now)):
                return see_other(here.at.sign_in(then=place))
            if request.method == "POST":
                limited(request, CHANGES)
            return view(request, here, session, **captured)

        return answer

    return surround


@account_view("")
def overview(request: Request, here: Here, session: Session) -> HttpResponse:
    """Looking in keeps a browser signed in."""
    if here.now - session.seen_at > _SEEN_AGAIN:
        touch_session(session_id=session.id, actor=owner(session), now=here.now)
    return own(here, overview_page(session, here, ()))


@account_view("orders")
def orders(request: Request, here: Here, session: Session) -> HttpResponse:
    return own(here, orders_page(session, here))


@account_view("returns")
def returns(request: Request, here: Here, session: Session) -> HttpResponse:
    return own(here, returns_page(session, here))


@account_view("invoices")
def invoices(request: Request, here: Here, session: Session) -> HttpResponse:
    return own(here, invoices_page(session, here))


@account_view("addresses", READ_AND_POST)
def addresses(request: Request, here: Here, session: Session) -> HttpResponse:
    """The address book; by POST, an address is saved, preferred or removed."""
    if request.method != "POST":
        return own(here, addresses_page(session, here, edited=asked(request, "address")))
    edited, do = said(request, "address"), said(request, "do")
    address_id = _id(edited)
    if do == "save":
        return _address_saved(request, here, session, address_id)
    act = {"prefer": prefer_address, "remove": remove_address}.get(do)
    if act is not None and address_id is not None:
        act(login_id=session.login_id, address_id=AddressId(address_id), actor=owner(session), now=here.now)
    return see_other(here.at.my_account("addresses"))


def _address_saved(request: Request, here: Here, session: Session, address_id: UUID | None) -> HttpResponse:
    typed = Typed.of_form(request.POST)
    try:
        save_address(
            login_id=session.login_id,
            address=address_of(typed),
            address_id=None if address_id is None else AddressId(address_id),
            actor=owner(session),
            now=here.now,
        )
    except Invalid as error:
        edited = "" if address_id is None else str(address_id)
        page = addresses_page(session, here, edited=edited, typed=typed, errors=field_errors(error))
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return see_other(here.at.my_account("addresses"))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@account_view("consents", READ_AND_POST)
def consents(request: Request, here: Here, session: Session) -> HttpResponse:
    """What they agree to; by POST, it is written down in the words that were shown."""
    if request.method != "POST":
        return own(here, consents_page(session, here))
    given = [
        ConsentGiven(
            purpose=purpose,
            granted=bool(said(request, purpose.value)),
            wording=words,
            language=here.language,
            given_on=BY_ACCOUNT,
            source=source_of(request),
        )
        for purpose, words in consent_words().items()
    ]
    note_consents(customer_id=session.customer_id, given=given, actor=owner(session), now=here.now)
    return own(here, consents_page(session, here, (Notice("positive", _("Your choice is saved.")),)))


@account_view("security", READ_AND_POST, proven=True)
def security(request: Request, here: Here, session: Session) -> HttpResponse:
    """How they sign in; by POST, one thing of it is changed."""
    if request.method != "POST":
        return own(here, security_page(session, here))
    act = _SECURITY.get(said(request, "do"))
    if act is None:
        return see_other(here.at.my_account("security"))
    try:
        told = act(request, here, session)
    except Invalid as error:
        page = security_page(session, here, email=said(request, "email"), errors=field_errors(error))
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except (LastWayIn, PasskeyRefused) as refusal:
        page = security_page(session, here, notices=(Notice("danger", str(refusal)),))
        return own(here, page, status=HTTPStatus.CONFLICT)
    if told is None:
        return see_other(here.at.my_account("security"))
    return own(here, security_page(session, here, notices=(told,)))


def _name(request: Request, here: Here, session: Session) -> Notice | None:
    change_name(login_id=session.login_id, name=said(request, "name"), actor=owner(session), now=here.now)
    return None


def _email(request: Request, here: Here, session: Session) -> Notice | None:
    email = said(request, "email").strip()
    limited(request, LETTERS)
    limited_for(request, LETTERS_TO, email)
    ask_email_change(login_id=session.login_id, email=email, language=here.language, actor=owner(session), now=here.now)
    return Notice(
        "info",
        _("A link is on its way to %(email)s") % {"email": email},
        _("Open it to use the new address. Until then nothing changes."),
    )


def _password(request: Request, here: Here, session: Session) -> Notice | None:
    return _set_password(session, request.POST.get("password", "") or " ", here)


def _no_password(request: Request, here: Here, session: Session) -> Notice | None:
    return _set_password(session, "", here)


def _set_password(session: Session, password: str, here: Here) -> Notice | None:
    change_password(login_id=session.login_id, password=password, kept=session.id, actor=owner(session), now=here.now)
    return Notice("positive", _("Your password is saved.") if password else _("Your password is removed."))


def _passkey(request: Request, here: Here, session: Session) -> Notice | None:
    add_passkey(
        login_id=session.login_id,
        label=said(request, "label"),
        answered=PasskeyAnswer(answer=said(request, "answer"), state=said(request, "state")),
        party=relying_party(),
        actor=owner(session),
        now=here.now,
    )
    return Notice("positive", _("The passkey is added."), _("Next time you can sign in with it."))


def _remove_passkey(request: Request, here: Here, session: Session) -> Notice | None:
    id = _id(said(request, "passkey"))
    if id is not None:
        remove_passkey(login_id=session.login_id, passkey_id=PasskeyId(id), actor=owner(session), now=here.now)
    return None


def _close(request: Request, here: Here, session: Session) -> Notice | None:
    id = _id(said(request, "session"))
    if id is not None:
        close_session(login_id=session.login_id, session_id=SessionId(id), actor=owner(session), now=here.now)
    return None


def _close_others(request: Request, here: Here, session: Session) -> Notice | None:
    close_other_sessions(login_id=session.login_id, kept=session.id, actor=owner(session), now=here.now)
    return Notice("positive", _("You are signed out everywhere else."))


_SECURITY: dict[str, Callable[[Request, Here, Session], Notice | None]] = {
    "name": _name,
    "email": _email,
    "password": _password,
    "no_password": _no_password,
    "passkey": _passkey,
    "remove_passkey": _remove_passkey,
    "close": _close,
    "close_others": _close_others,
}


@account_view("data", READ_AND_POST, proven=True)
def data(request: Request, here: Here, session: Session) -> HttpResponse:
    """What is known, and being forgotten; by POST, they are."""
    if request.method != "POST":
        return own(here, data_page(here))
    if not said(request, "sure"):
        notice = Notice("danger", _("Nothing was deleted"), _("Tick the box first: this cannot be undone."))
        return own(here, data_page(here, (notice,)), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        erase_account(login_id=session.login_id, wish_list_id=wishes_of(request), actor=owner(session), now=here.now)
    except ErasureMustWait as refusal:
        return _not_erased(refusal, here)
    response = signed_out(see_other(f"{here.at.sign_in()}?gone=1"))
    response.delete_cookie(WISHES_COOKIE, samesite="Lax")
    return response


def _not_erased(refusal: BusinessError, here: Here) -> HttpResponse:
    notice = Notice("warning", _("Nothing was deleted"), str(refusal))
    return own(here, data_page(here, (notice,)), status=HTTPStatus.CONFLICT)


@account_view("data", proven=True)
def data_file(request: Request, here: Here, session: Session) -> HttpResponse:
    """Everything that is known about them, as one file."""
    limited(request, EXPORTS)
    file = personal_file(session, wishes_of(request), chosen(request), here)
    response = HttpResponse(file, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{_("my-data")}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
