"""The small menu of the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.parts import Tab
from comptoir.kernel.access import Actor, Permission

SECTIONS = (
    ("merchant", "settings", _("Shop"), "markets.view"),
    ("entities", "settings-entities", _("Legal entities"), "markets.view"),
    ("markets", "settings-markets", _("Markets"), "markets.view"),
    ("holds", "settings-holds", _("Orders on hold"), "orders.configure"),
    ("downloads", "settings-downloads", _("Downloads"), "markets.edit"),
    ("places", "settings-places", _("Locations"), "network.view"),
    ("cookies", "settings-services", _("Cookies"), "visitors.view"),
    ("ledger", "settings-ledger", _("Accounting"), "ledger.view"),
    ("mail", "settings-mail", _("Mail"), "messages.send"),
    ("staff", "settings-staff", _("Staff"), "accounts.view"),
    ("roles", "settings-roles", _("Roles"), "accounts.view"),
    ("keys", "settings-keys", _("API keys"), "accounts.view"),
    ("webhooks", "settings-webhooks", _("Webhooks"), "integrations.view"),
    ("work", "settings-work", _("Failed jobs"), "operations.view"),
    ("audit", "settings-audit", _("Audit trail"), "accounts.view"),
)
"""Code, URL name, name, and the permission that opens it."""
EVERYWHERE = frozenset({"audit", "work"})
"""What tells of all markets at once, and is not for those who work for some."""


def sections_for(actor: Actor, current: str) -> tuple[Tab, ...]:
    """Those this person may open."""
    return tuple(
        Tab(label=label, href=reverse(f"backoffice:{url}"), current=code == current)
        for code, url, label, permission in SECTIONS
        if actor.can(Permission(permission)) and (actor.everywhere or code not in EVERYWHERE)
    )
