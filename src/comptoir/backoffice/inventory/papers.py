"""What the lists and pages of supply share: the tabs, articles by reference, places by name, states as words."""

from collections.abc import Collection, Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.inventory.forms import Written
from comptoir.backoffice.inventory.screens import ArticleLine
from comptoir.backoffice.parts import Pill, Tab, Tone, Words
from comptoir.domains.catalogue.queries import variants_by_sku, variants_for
from comptoir.domains.catalogue.values import VariantCard, VariantId
from comptoir.domains.inventory.values import CountState, PurchaseState, TransferState
from comptoir.domains.network.queries import all_places, places
from comptoir.kernel.texts import text_in

TABS: Mapping[str, Words] = {
    "stock-to-order": gettext_lazy("To order"),
    "purchases": gettext_lazy("Purchase orders"),
    "receipts": gettext_lazy("Receipts"),
    "transfers": gettext_lazy("Transfers"),
    "counts": gettext_lazy("Counts"),
    "suppliers": gettext_lazy("Suppliers"),
    "stock-awaited": gettext_lazy("Awaited by customers"),
}
PURCHASE: Mapping[PurchaseState, Pill] = {
    PurchaseState.DRAFT: Pill(gettext_lazy("Draft"), Tone.INFO),
    PurchaseState.ORDERED: Pill(pgettext_lazy("goods", "Ordered"), Tone.WAITING),
    PurchaseState.PARTLY_RECEIVED: Pill(gettext_lazy("Partly received"), Tone.WARNING),
    PurchaseState.RECEIVED: Pill(pgettext_lazy("a state of goods", "Received"), Tone.POSITIVE),
    PurchaseState.CANCELLED: Pill(gettext_lazy("Cancelled"), Tone.NEUTRAL),
}
TRANSFER: Mapping[TransferState, Pill] = {
    TransferState.IN_TRANSIT: Pill(gettext_lazy("In transit"), Tone.WAITING),
    TransferState.PARTLY_RECEIVED: Pill(gettext_lazy("Partly received"), Tone.WARNING),
    TransferState.RECEIVED: Pill(pgettext_lazy("a state of goods", "Received"), Tone.POSITIVE),
    TransferState.CANCELLED: Pill(gettext_lazy("Cancelled"), Tone.NEUTRAL),
}
COUNT: Mapping[CountState, Pill] = {
    CountState.OPEN: Pill(gettext_lazy("Being counted"), Tone.WAITING),
    CountState.APPLIED: Pill(gettext_lazy("Applied"), Tone.POSITIVE),
    CountState.DROPPED: Pill(gettext_lazy("Discarded"), Tone.NEUTRAL),
}


def supply_tabs(current: str = "") -> tuple[Tab, ...]:
    """From the list of stock to the queues of supply and back."""
    stock = Tab(label=_("Stock"), href=reverse("backoffice:stock"))
    queues = (
        Tab(label=label, href=reverse(f"backoffice:{name}"), current=name == current) for name, label in TABS.items()
    )
    return (stock, *queues)


def place_names(at: Desk) -> dict[str, str]:
    """Every place by its code, closed ones included."""
    return {place.code: text_in(place.name, at.language) for place in all_places()}


def place_choices(at: Desk) -> list[tuple[str, str]]:
    """The open places."""
    return [(place.code, text_in(place.name, at.language)) for place in places()]


def article_name(at: Desk, card: VariantCard | None) -> str:
    if card is None:
        return "–"
    return " · ".join(part for part in (text_in(card.title, at.language), text_in(card.options, at.language)) if part)


def article_lines(at: Desk, cells: Sequence[tuple[VariantId, tuple[Words, ...]]]) -> tuple[ArticleLine, ...]:
    cards = variants_for([id for id, _cells in cells])
    return tuple(
        ArticleLine(
            href=reverse("backoffice:stock-article", args=[id]),
            title=article_name(at, cards.get(id)),
            note=cards[id].sku if id in cards else "",
            cells=under_heads,
        )
        for id, under_heads in cells
    )


def labels_for(at: Desk, ids: Collection[VariantId]) -> dict[VariantId, str]:
    """What a field about each article is called: its name and reference."""
    return {id: f"{article_name(at, card)} ({card.sku})" for id, card in variants_for(ids).items()}


def articles_in(form: forms.Form, written: Sequence[Written], field: str = "lines") -> list[tuple[VariantId, Written]]:
    """The lines with their articles; a reference nobody knows is told beside the field."""
    known = variants_by_sku({line.sku for line in written})
    for sku in dict.fromkeys(line.sku for line in written if line.sku not in known):
        form.add_error(field, ValidationError(_("There is no item “%(sku)s”."), params={"sku": sku}))
    return [(known[line.sku].id, line) for line in written if line.sku in known]
