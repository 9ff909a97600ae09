"""Staff, roles and API keys."""

from operator import itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.accounts.forms import KeyForm, MemberForm
from comptoir.backoffice.accounts.people import SCOPES, key_list, member_page, role_list, staff_list
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.accounts.actions import create_api_key, create_user, revoke_api_key, set_roles, set_user_active
from comptoir.domains.accounts.permissions import ACCOUNTS_MANAGE, ACCOUNTS_VIEW
from comptoir.domains.accounts.queries import roles as all_roles
from comptoir.domains.accounts.queries import staff_member
from comptoir.domains.accounts.values import ApiKeyId, StaffMember, UserId
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.texts import text_in


@require_GET
@desk("settings", ACCOUNTS_VIEW)
def staff(at: Desk) -> HttpResponse:
    return at.show(staff_list(at))


@require_http_methods(["GET", "POST"])
@desk("settings", ACCOUNTS_MANAGE)
def member_new(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(member_page(at, None, _form(at, None)))
    form = _form(at, None, at.request.POST)
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            create_user(
                email=values["email"],
                name=values["name"],
                roles=values["roles"],
                password=values["password"],
                language=values["language"],
                markets=values["markets"] or None,
                actor=at.actor,
                now=at.now,
            )
    if form.errors:
        return at.show(member_page(at, None, form), status=422)
    at.said(_("The account is ready. Share the password by another route than e-mail."))
    return at.to("settings-staff")


@require_http_methods(["GET", "POST"])
@desk("settings", ACCOUNTS_VIEW)
def member(at: Desk, id: UUID) -> HttpResponse:
    known = staff_member(UserId(id), actor=at.actor)
    if at.request.method != "POST":
        return at.show(member_page(at, known, _form(at, known)))
    at.actor.must(ACCOUNTS_MANAGE)
    form = _form(at, known, at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            set_roles(
                user_id=known.id,
                roles=form.cleaned_data["roles"],
                markets=form.cleaned_data["markets"] or None,
                actor=at.actor,
                now=at.now,
            )
    if form.errors:
        return at.show(member_page(at, known, form), status=422)
    at.said(_("The roles are saved and apply at once."))
    return at.to("settings-member", id)


def _form(at: Desk, known: StaffMember | None, data: QueryDict | None = None) -> MemberForm:
    initial: dict[str, Any] = {"language": at.language}
    if known:
        initial = {"roles": list(known.roles), "markets": sorted(known.markets or ())}
    return MemberForm(
        data,
        initial=initial,
        roles=sorted(
            ((role.code, text_in(role.name, at.language)) for role in all_roles(actor=at.actor)), key=itemgetter(1)
        ),
        markets=[(market.code, market.name) for market in at.settings.markets],
        languages=settings.LANGUAGES,
        is_new=known is None,
    )


@require_POST
@desk("settings", ACCOUNTS_MANAGE)
def member_active(at: Desk, id: UUID) -> HttpResponse:
    known = staff_member(UserId(id), actor=at.actor)
    active = at.request.POST.get("active") == "yes"
    form = _form(at, known)
    try:
        set_user_active(user_id=known.id, active=active, actor=at.actor, now=at.now)
    except BusinessError as error:
        at.refused(error)
        return at.show(member_page(at, known, form), status=422)
    at.said(_("The account is open again.") if active else _("The account is closed."))
    return at.to("settings-member", id)


@require_GET
@desk("settings", ACCOUNTS_VIEW)
def roles(at: Desk) -> HttpResponse:
    return at.show(role_list(at))


@require_http_methods(["GET", "POST"])
@desk("settings", ACCOUNTS_VIEW)
def keys(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(key_list(at, KeyForm(scopes=SCOPES)))
    at.actor.must(ACCOUNTS_MANAGE)
    form = KeyForm(at.request.POST, scopes=SCOPES)
    secret = ""
    if form.is_valid():
        with refusals_in(form):
            _id, secret = create_api_key(
                label=form.cleaned_data["label"], scopes=form.cleaned_data["scopes"], actor=at.actor, now=at.now
            )
    if form.errors:
        return at.show(key_list(at, form), status=422)
    # Shown on the answer to the request that made it, and kept nowhere: not in the session, not in a cache.
    return at.show(key_list(at, KeyForm(scopes=SCOPES), secret=secret))


@require_POST
@desk("settings", ACCOUNTS_MANAGE)
def key_revoke(at: Desk, id: UUID) -> HttpResponse:
    revoke_api_key(key_id=ApiKeyId(id), actor=at.actor, now=at.now)
    at.said(_("The key is revoked. It no longer gives access."))
    return at.to("settings-keys")
