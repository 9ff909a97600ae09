"""Staff, roles and API keys, as screens."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.backoffice.accounts.forms import KeyForm, MemberForm
from comptoir.backoffice.accounts.rights import rights_told
from comptoir.backoffice.accounts.screens import (
    KeyLine,
    KeyList,
    RoleLine,
    RoleList,
    StaffLine,
    StaffList,
    StaffPage,
)
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.parts import Act, Link, Pill, Tone, Words
from comptoir.domains.accounts.permissions import ACCOUNTS_MANAGE
from comptoir.domains.accounts.queries import api_keys, roles, staff
from comptoir.domains.accounts.values import ApiKey, StaffMember
from comptoir.kernel.access import ALL_MARKETS
from comptoir.kernel.texts import text_in

SCOPES = (
    ("orders.view", gettext_lazy("Read orders")),
    ("orders.prepare", gettext_lazy("Prepare and ship orders")),
    ("orders.hold", gettext_lazy("Hold orders and release them")),
    ("orders.note", gettext_lazy("Add notes to orders")),
    ("orders.edit", gettext_lazy("Change orders")),
    ("orders.cancel", gettext_lazy("Cancel orders")),
    ("payments.record", gettext_lazy("Record payments")),
    ("fulfilment.ship", gettext_lazy("Create labels, and mark orders as ready for collection")),
    ("fulfilment.track", gettext_lazy("Report where parcels are")),
    ("returns.view", gettext_lazy("Read returns")),
    ("returns.request", gettext_lazy("Register returns")),
    ("returns.handle", gettext_lazy("Receive returns")),
    ("inventory.adjust", gettext_lazy("Record counts")),
    ("pricing.edit", gettext_lazy("Set prices")),
    ("integrations.view", gettext_lazy("Read webhooks and their messages")),
    ("integrations.manage", gettext_lazy("Manage webhooks")),
)
"""What a machine's key may be allowed here: each opens something of the interface, and nothing of it stays shut."""

_GIVEN_BEFORE = (
    ("inventory.view", gettext_lazy("Read stock")),
    ("catalogue.view", gettext_lazy("Read products")),
    ("catalogue.edit", gettext_lazy("Edit products")),
)
"""What older keys hold, though it opens nothing."""


def staff_list(at: Desk) -> StaffList:
    names = {role.code: text_in(role.name, at.language) for role in roles(actor=at.actor)}
    new = Act(label=_("Add someone"), href=reverse("backoffice:settings-member-new"), icon="user-plus", primary=True)
    return StaffList(
        title=_("Staff"),
        context=_("Who works here and what they can do."),
        sections=sections_for(at.actor, "staff"),
        actions=(new,) if at.actor.can(ACCOUNTS_MANAGE) else (),
        rows=tuple(_member(at, member, names) for member in staff(actor=at.actor)),
    )


def _member(at: Desk, member: StaffMember, names: dict[str, str]) -> StaffLine:
    return StaffLine(
        href=reverse("backoffice:settings-member", args=[member.id]),
        name=member.name,
        email=member.email,
        roles=", ".join(names.get(code, code) for code in member.roles) or _("no role"),
        markets=_markets(at, member),
        last_seen=member.last_login,
        state=Pill(_("Active"), Tone.POSITIVE) if member.active else Pill(_("Closed"), Tone.NEUTRAL),
    )


def _markets(at: Desk, member: StaffMember) -> Words:
    if member.markets is ALL_MARKETS:
        return _("all markets")
    names = {market.code: market.name for market in at.settings.markets}
    return ", ".join(names.get(code, code) for code in sorted(member.markets or ())) or _("no market")


def member_page(at: Desk, member: StaffMember | None, form: MemberForm) -> StaffPage:
    may, own = at.actor.can(ACCOUNTS_MANAGE), member is not None and str(member.id) == at.actor.id
    return StaffPage(
        title=member.name if member else _("New member of staff"),
        context=member.email if member else "",
        back=Link(_("Staff"), reverse("backoffice:settings-staff")),
        sections=sections_for(at.actor, "staff"),
        read_only=not may,
        form=form,
        action=reverse("backoffice:settings-member", args=[member.id])
        if member
        else reverse("backoffice:settings-member-new"),
        active=member.active if member else True,
        # Nobody shuts themselves out by a slip of the hand.
        active_action=reverse("backoffice:settings-member-active", args=[member.id])
        if member and may and not own
        else "",
        save_label=_("Save the roles") if member else _("Create the account"),
        history=history_told("accounts.user", member.id) if member else (),
    )


def role_list(at: Desk) -> RoleList:
    return RoleList(
        title=_("Roles"),
        context=_("What each role opens."),
        sections=sections_for(at.actor, "roles"),
        rows=tuple(
            RoleLine(name=text_in(role.name, at.language), code=role.code, rights=rights_told(role.patterns))
            for role in roles(actor=at.actor)
        ),
    )


def key_list(at: Desk, form: KeyForm, *, secret: str = "") -> KeyList:
    return KeyList(
        title=_("API keys"),
        context=_("Keys give other programs access, each with its own rights."),
        sections=sections_for(at.actor, "keys"),
        read_only=not at.actor.can(ACCOUNTS_MANAGE),
        secret=secret,
        rows=tuple(_key(at, key) for key in api_keys(actor=at.actor)),
        form=form,
        action=reverse("backoffice:settings-keys"),
    )


def _key(at: Desk, key: ApiKey) -> KeyLine:
    names = {code: str(name) for code, name in (*SCOPES, *_GIVEN_BEFORE)}
    open_ = key.revoked_at is None
    return KeyLine(
        label=key.label,
        prefix=key.prefix,
        scopes=", ".join(names.get(scope, scope) for scope in sorted(key.scopes)),
        created_at=key.created_at,
        created_by=key.created_by,
        last_used_at=key.last_used_at,
        state=Pill(_("Active"), Tone.POSITIVE) if open_ else Pill(_("Revoked"), Tone.NEUTRAL),
        revoke_action=reverse("backoffice:settings-key-revoke", args=[key.id])
        if open_ and at.actor.can(ACCOUNTS_MANAGE)
        else "",
    )
