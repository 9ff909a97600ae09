"""How goods are delivered and paid for: one entry of the menu, and the tabs of its pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.parts import Tab
from comptoir.domains.delivery.permissions import DELIVERY_VIEW
from comptoir.domains.fulfilment.permissions import FULFILMENT_VIEW
from comptoir.domains.payments.permissions import PAYMENTS_VIEW
from comptoir.domains.stored_value.permissions import STORED_VALUE_VIEW

_TABS = (
    ("delivery", _("Delivery methods"), DELIVERY_VIEW),
    ("delivery-promises", _("Delivery promises"), FULFILMENT_VIEW),
    ("payments", _("Payment methods"), PAYMENTS_VIEW),
    ("cards", _("Gift cards"), STORED_VALUE_VIEW),
)


def offering_tabs(at: Desk, current: str) -> tuple[Tab, ...]:
    """Those somebody may open; a single one needs no tab."""
    tabs = tuple(
        Tab(label=label, href=reverse(f"backoffice:{name}"), current=name == current)
        for name, label, right in _TABS
        if at.can(right)
    )
    return tabs if len(tabs) > 1 else ()
