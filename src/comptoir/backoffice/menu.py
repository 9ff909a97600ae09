"""The menu: at most nine entries, and each person sees those their roles open."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.parts import Words
from comptoir.kernel.access import Actor, Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """``area`` is also the name of the URL; ``permission`` opens it, empty opens it to all staff.

    ``more`` are further pages under the same entry, with the permission of each: who may not open the first is led
    to the next.
    """

    area: str
    label: Words
    icon: str
    permission: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def opens(self, actor: Actor) -> str:
        """The name of the first URL this person may open, "" for none."""
        doors = ((self.area, self.permission), *self.more)
        return next((url for url, right in doors if not right or actor.can(Permission(right))), "")


@dataclass(frozen=True, slots=True)
class MenuLine:
    area: str
    label: Words
    icon: str
    href: str
    current: bool
    count: int


ENTRIES = (
    Entry("home", _("Home"), "house"),
    Entry("orders", _("Orders"), "shopping-bag", "orders.view"),
    Entry("products", _("Products"), "tag", "catalogue.view", more=(("reviews", "reviews.view"),)),
    Entry("stock", _("Stock"), "boxes", "inventory.view"),
    Entry("customers", _("Customers"), "users", "customers.view", more=(("news", "customers.news"),)),
    Entry("cases", _("Cases"), "circle-alert", "cases.view"),
    Entry(
        "delivery",
        _("Delivery and payment"),
        "truck",
        "delivery.view",
        more=(("payments", "payments.view"), ("cards", "stored_value.view"), ("delivery-promises", "fulfilment.view")),
    ),
    Entry("pages", _("Pages"), "file-text", "content.view"),
    Entry("settings", _("Settings"), "settings", "markets.view"),
)


def menu_for(actor: Actor, *, current: str, counts: Mapping[str, int]) -> tuple[MenuLine, ...]:
    """The entries this person may open. ``counts`` holds what waits, by area."""
    return tuple(
        MenuLine(
            area=entry.area,
            label=entry.label,
            icon=entry.icon,
            href=reverse(f"backoffice:{url}"),
            current=current == entry.area or current in dict(entry.more),
            count=counts.get(entry.area, 0),
        )
        for entry in ENTRIES
        if (url := entry.opens(actor))
    )
