"""What a role may do, in words: its patterns are for machines."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.backoffice.parts import Words

EVERYTHING = "*"

AREAS: Mapping[str, Words] = {
    "accounts": gettext_lazy("Staff and keys"),
    "cart": gettext_lazy("Baskets"),
    "cases": gettext_lazy("Cases"),
    "catalogue": gettext_lazy("Products"),
    "content": gettext_lazy("Pages"),
    "customers": gettext_lazy("Customers"),
    "delivery": gettext_lazy("Delivery"),
    "fulfilment": gettext_lazy("Parcels"),
    "imports": gettext_lazy("Imports"),
    "integrations": gettext_lazy("Webhooks"),
    "inventory": gettext_lazy("Stock"),
    "invoicing": gettext_lazy("Invoices"),
    "ledger": gettext_lazy("Bookkeeping"),
    "markets": gettext_lazy("Markets and settings"),
    "messages": gettext_lazy("Messages"),
    "network": gettext_lazy("Locations"),
    "orders": gettext_lazy("Orders"),
    "payments": gettext_lazy("Payments"),
    "pricing": gettext_lazy("Prices"),
    "returns": gettext_lazy("Returns"),
    "reviews": gettext_lazy("Reviews"),
    "search": gettext_lazy("Search"),
    "stored_value": gettext_lazy("Gift cards"),
    "visitors": gettext_lazy("Cookies"),
    EVERYTHING: pgettext_lazy("a role's rights", "Everything"),
}
VERBS: Mapping[str, Words] = {
    "view": pgettext_lazy("a role's rights", "read"),
    "edit": pgettext_lazy("a role's rights", "change"),
    "erase": pgettext_lazy("a role's rights", "erase"),
    "forget": pgettext_lazy("a role's rights", "delete personal data"),
    "adjust": pgettext_lazy("a role's rights", "count"),
    "arrange": pgettext_lazy("a role's rights", "arrange"),
    "ask": pgettext_lazy("a role's rights", "ask questions"),
    "buy": pgettext_lazy("a role's rights", "buy"),
    "cancel": pgettext_lazy("a role's rights", "cancel"),
    "configure": pgettext_lazy("a role's rights", "set up"),
    "consent": pgettext_lazy("a role's rights", "record consent"),
    "download": pgettext_lazy("a role's rights", "download"),
    "handle": pgettext_lazy("a role's rights", "handle"),
    "hold": pgettext_lazy("a role's rights", "hold"),
    "deliver": pgettext_lazy("a role's rights", "send"),
    "invite": pgettext_lazy("a role's rights", "invite"),
    "issue": pgettext_lazy("a role's rights", "issue"),
    "link": pgettext_lazy("a role's rights", "ask for links"),
    "manage": pgettext_lazy("a role's rights", "manage"),
    "moderate": pgettext_lazy("a role's rights", "read and decide"),
    "news": pgettext_lazy("a role's rights", "see who wants news"),
    "news_export": pgettext_lazy("a role's rights", "export who wants news"),
    "note": pgettext_lazy("a role's rights", "write notes"),
    "open": pgettext_lazy("a role's rights", "open"),
    "own": pgettext_lazy("a role's rights", "change one’s own account"),
    "pay": pgettext_lazy("a role's rights", "open a payment"),
    "place": pgettext_lazy("a role's rights", "place"),
    "post": pgettext_lazy("a role's rights", "post"),
    "prepare": pgettext_lazy("a role's rights", "prepare"),
    "record": pgettext_lazy("a role's rights", "record"),
    "redeem": pgettext_lazy("a role's rights", "use vouchers"),
    "refresh": pgettext_lazy("a role's rights", "refresh"),
    "refund": pgettext_lazy("a role's rights", "refund"),
    "remember": pgettext_lazy("a role's rights", "add"),
    "report": pgettext_lazy("a role's rights", "report"),
    "request": pgettext_lazy("a role's rights", "declare"),
    "reserve": pgettext_lazy("a role's rights", "reserve"),
    "return": pgettext_lazy("a role's rights", "take back"),
    "run": pgettext_lazy("a role's rights", "start"),
    "send": pgettext_lazy("a role's rights", "send"),
    "write": pgettext_lazy("a role's rights", "write"),
    "subscribe": pgettext_lazy("a role's rights", "ask for alerts"),
    "settle": pgettext_lazy("a role's rights", "mark as paid"),
    "ship": pgettext_lazy("a role's rights", "ship"),
    "sign_in": pgettext_lazy("a role's rights", "sign in as a customer"),
    "spend": pgettext_lazy("a role's rights", "spend"),
    "track": pgettext_lazy("a role's rights", "follow parcels"),
    "vouchers": pgettext_lazy("a role's rights", "create vouchers"),
    EVERYTHING: pgettext_lazy("a role's rights", "all rights"),
}


def rights_told(patterns: Iterable[str]) -> tuple[str, ...]:
    """A line for each area of the program: “Orders: read, prepare”."""
    verbs: dict[str, list[str]] = {}
    for pattern in patterns:
        area, _dot, verb = pattern.partition(".")
        verbs.setdefault(area, []).append(verb or EVERYTHING)
    return tuple(sorted(_area_told(area, found) for area, found in verbs.items()))


def _area_told(area: str, verbs: list[str]) -> str:
    known = list(VERBS)
    wanted = [EVERYTHING] if EVERYTHING in verbs else sorted(set(verbs) & VERBS.keys(), key=known.index)
    return _("%(area)s: %(rights)s") % {
        "area": AREAS.get(area, area),
        "rights": ", ".join(str(VERBS[verb]) for verb in wanted),
    }
