"""The very first visit: an account for the owner, then the shop. Only for whoever holds the link that was printed."""

from typing import Any, cast

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.accounts.forms import OwnerForm
from comptoir.backoffice.accounts.limits import BY_ADDRESS, network_address
from comptoir.backoffice.desk import entrance_shell
from comptoir.backoffice.markets.layout import SetUpForm, set_up_form, set_up_groups
from comptoir.backoffice.markets.screens import SetUpPage
from comptoir.backoffice.parts import Screen
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.accounts.actions import create_user
from comptoir.domains.accounts.queries import actor_of_user, has_staff
from comptoir.domains.accounts.values import OWNER, UserId
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.markets.values import LegalEntityDraft, MarketTerms, MerchantDraft
from comptoir.flows.set_up_shop import set_up_shop
from comptoir.kernel import limits
from comptoir.kernel.access import job_actor, token_opens
from comptoir.kernel.addresses import Address
from comptoir.kernel.limits import LimitReached
from comptoir.kernel.requests import Request

FIRST_OWNER = "first-owner"
"""What the printed link opens: ``kernel.access.token_for(FIRST_OWNER, FIRST_OWNER)``."""

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_FIELDS = {
    "entity.name": "registered_name",
    "entity.email": "support_email",
    "sender_name": "name",
    "entity.code": "registered_name",
    "market.order_prefix": "name",
}


@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The owner’s account. The link was printed where the program was started, so its holder owns the machine."""
    try:
        limits.take(BY_ADDRESS, who=network_address(cast(Request, request)), now=cast(Request, request).now)
    except LimitReached as error:
        return _said(request, _("Too many attempts"), str(error), status=429)
    if has_staff():
        return redirect("backoffice:home")
    if not token_opens(FIRST_OWNER, FIRST_OWNER, token):
        return nobody_yet(request)
    form = OwnerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        owner: UserId | None = None
        with refusals_in(form):
            owner = create_user(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                roles=(OWNER,),
                language=entrance_shell(cast(Request, request)).language,
                actor=job_actor("first visit"),
                now=cast(Request, request).now,
            )
        if owner is not None:
            _sign_in(request, owner)
            return redirect("backoffice:set-up")
    screen = Screen(
        title=_("Welcome. Who are you?"),
        context=_("This first account owns the shop: it has all rights and can add other people."),
    )
    values = {"form": form, "screen": screen, "shell": entrance_shell(cast(Request, request))}
    return render(request, "backoffice/accounts/welcome.html", values, status=422 if form.errors else 200)


def _sign_in(request: HttpRequest, owner: UserId) -> None:
    from allauth.account.auth_backends import AuthenticationBackend

    user = AuthenticationBackend().get_user(owner)
    login(request, user, backend=_BACKEND)


def nobody_yet(request: HttpRequest) -> HttpResponse:
    """What a stranger sees of an installation without an owner."""
    words = _("Open the address that “comptoir up” printed in its terminal. It leads to the first account.")
    return _said(request, _("This shop has no owner yet"), words, status=403)


def _said(request: HttpRequest, title: str, words: str, *, status: int) -> HttpResponse:
    values = {"screen": Screen(title=title, context=words), "shell": entrance_shell(cast(Request, request))}
    return render(request, "backoffice/accounts/said.html", values, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The shop itself, once: what the law and customers want to know of it."""
    if not request.user.is_authenticated:
        return redirect("account_login") if has_staff() else nobody_yet(request)
    if not market_settings().awaits_set_up:
        return redirect("backoffice:home")
    form = set_up_form(request.POST if request.method == "POST" else None, initial=_initial(request))
    if form.is_valid():
        merchant, entity = _drafts(form)
        with refusals_in(form, _FIELDS):
            actor = actor_of_user(UserId(request.user.pk))
            now = cast(Request, request).now
            set_up_shop(merchant=merchant, entity=entity, market=MarketTerms(), actor=actor, now=now)
        if form.is_valid():
            return redirect("backoffice:home")
    return _set_up_page(request, form)


def _initial(request: HttpRequest) -> dict[str, Any]:
    address = request.user.get_username()
    return {"country": "FR", "support_email": address, "sender_email": address}


def _drafts(form: SetUpForm) -> tuple[MerchantDraft, LegalEntityDraft]:
    values = form.cleaned_data
    merchant = MerchantDraft(
        name=values["name"],
        sender_name=values["name"],
        sender_email=values["sender_email"],
        support_email=values["support_email"],
        phone=values["phone"],
    )
    names = ("legal_form", "siren", "vat_number", "rcs", "iban", "bic")
    entity = LegalEntityDraft(
        code="main",
        name=values["registered_name"],
        address=Address(**{name: values[name] for name in ("line1", "line2", "postal_code", "city", "country")}),
        email=values["support_email"],
        phone=values["phone"],
        **{name: values[name] for name in names},
    )
    return merchant, entity


def _set_up_page(request: HttpRequest, form: SetUpForm) -> HttpResponse:
    screen = SetUpPage(
        title=_("Your shop"),
        context=_("What the law and your customers want to know about you. Everything can be changed later."),
        form=form,
        groups=set_up_groups(form),
        action=reverse("backoffice:set-up"),
    )
    values = {"screen": screen, "shell": entrance_shell(cast(Request, request))}
    return render(request, screen.TEMPLATE, values, status=422 if form.errors else 200)
