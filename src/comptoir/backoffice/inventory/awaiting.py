"""What customers wait for: who has asked to be told when a sold-out article is back."""

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.inventory.papers import article_lines, supply_tabs
from comptoir.backoffice.inventory.screens import ArticleLine
from comptoir.backoffice.parts import Screen
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.messages.queries import alert_demand
from comptoir.domains.messages.values import AlertDemand


@dataclass(frozen=True, kw_only=True)
class Awaited(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/inventory/awaited.html"

    rows: tuple[tuple[ArticleLine, AlertDemand], ...]


@require_GET
@desk("stock", INVENTORY_VIEW)
def awaited(at: Desk) -> HttpResponse:
    found = alert_demand(actor=at.actor, market=at.market.code)
    articles = article_lines(at, [(one.variant_id, ()) for one in found])
    context = _("Customers who asked to be told when an item is back. They are notified automatically, in turn.")
    return at.show(
        Awaited(
            title=_("Awaited by customers"),
            context=context,
            tabs=supply_tabs("stock-awaited"),
            rows=tuple(zip(articles, found, strict=True)),
        )
    )
