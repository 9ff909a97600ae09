"""A purchase order as its supplier reads it."""

from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantCard
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.values import PurchaseLine, PurchaseOrder
from comptoir.domains.markets.queries import merchant
from comptoir.domains.network.queries import place
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, money_label
from comptoir.kernel.paper import set_page, shown_on_paper
from comptoir.kernel.texts import text_in


def purchase_order_pdf(found: PurchaseOrder, *, language: str, actor: Actor) -> bytes:
    """The purchase order as PDF, in that language. Made when it is asked for, as the order stands then."""
    actor.must(INVENTORY_VIEW)
    template = Path(str(resources.files("comptoir.domains.inventory").joinpath("typst", "purchase.typ")))
    day = local_day(found.ordered_at or found.made_at, place(found.place_code).time_zone)
    with translation.override(language):
        page = _page(found, date_label(day, language), language)
    return set_page(template, name="order", page=shown_on_paper(page), on=day)


def _page(found: PurchaseOrder, day: str, language: str) -> dict[str, Any]:
    target = place(found.place_code)
    facts = [(_("Number"), found.number), (_("Date"), day)]
    if found.expected_on:
        facts.append((_("Wanted by"), date_label(found.expected_on, language)))
    address = replace(target.address, name="", company="").lines
    return {
        "language": language,
        "title": _("Purchase order"),
        "buyer": merchant().name,
        "number": found.number,
        "facts": [{"label": label, "value": value} for label, value in facts],
        "parties": [
            {"label": _("Supplier"), "lines": [found.supplier_name]},
            {
                "label": _("Deliver to"),
                "lines": [merchant().name, text_in(target.name, language), *(line for line in address if line)],
            },
        ],
        "columns": [_("Reference"), _("Item"), _("Units"), _("Unit price"), _("Total")],
        "lines": _lines(found.lines, language),
        "total_label": _("Total excl. VAT"),
        "total": money_label(found.total, language),
    }


def _lines(lines: tuple[PurchaseLine, ...], language: str) -> list[list[str]]:
    cards = variants_for([line.variant_id for line in lines])
    return [
        [
            *_named(cards.get(line.variant_id), language),
            str(line.ordered),
            money_label(line.unit_cost, language),
            money_label(line.unit_cost * line.ordered, language),
        ]
        for line in lines
    ]


def _named(card: VariantCard | None, language: str) -> tuple[str, str]:
    """Reference and name."""
    if card is None:
        return "", ""
    return card.sku, " · ".join(filter(None, (text_in(card.title, language), text_in(card.options, language))))
