"""What a letter says of a purchase order, and the purchase order itself."""

from dataclasses import replace
from typing import Any

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.queries import purchase_order, purchase_order_pdf
from comptoir.domains.inventory.values import MAILED, PurchaseOrder, PurchaseOrderId
from comptoir.domains.markets.queries import merchant
from comptoir.domains.messages.values import Attachment
from comptoir.domains.network.queries import place
from comptoir.kernel.access import job_actor
from comptoir.kernel.formats import date_label, money_label
from comptoir.kernel.texts import text_in

_WRITER = job_actor("postman")


def purchase_to_send(id: PurchaseOrderId) -> PurchaseOrder | None:
    """The purchase order, or None when nothing of it is awaited any more."""
    found = purchase_order(id, actor=_WRITER)
    return found if found.state in MAILED else None


def purchase_attached(bought: PurchaseOrder, language: str) -> Attachment:
    return Attachment(f"{bought.number}.pdf", purchase_order_pdf(bought, language=language, actor=_WRITER))


def purchase_facts(bought: PurchaseOrder, language: str) -> dict[str, Any]:
    cards = variants_for([line.variant_id for line in bought.lines])
    target = place(bought.place_code)
    here = replace(target.address, name="", company="").lines
    return {
        "number": bought.number,
        "supplier": bought.supplier_name,
        "lines": [
            {
                "sku": cards[line.variant_id].sku,
                "title": text_in(cards[line.variant_id].title, language),
                "options": text_in(cards[line.variant_id].options, language),
                "quantity": line.ordered,
            }
            for line in bought.lines
            if line.variant_id in cards
        ],
        "total": money_label(bought.total, language),
        "wanted_by": date_label(bought.expected_on, language) if bought.expected_on else "",
        "deliver_to": [merchant().name, text_in(target.name, language), *(line for line in here if line)],
    }
