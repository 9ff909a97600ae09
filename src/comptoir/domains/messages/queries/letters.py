"""Writing a letter: the order's facts in the template of its kind, in the customer's language, when it is sent."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.markets.queries import market, merchant
from comptoir.domains.messages.rules import still_true
from comptoir.domains.messages.values import Letter, Links, Message
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import PaymentState
from comptoir.kernel import ports
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, day_label, money_label
from comptoir.kernel.money import total_of
from comptoir.kernel.texts import text_in


def letter_for(about: Message) -> Letter | None:
    """The letter as it stands now, or None when its news no longer holds."""
    facts: dict[str, Any] = {"merchant": merchant(), "language": about.language, "kind": about.kind}
    if about.order_id is not None:
        placed = order(OrderId(about.order_id))
        if not still_true(about.kind, placed.state):
            return None
        facts |= _order_facts(placed, about.language)
    with translation.override(about.language):
        template = f"messages/{about.kind}"
        subject = " ".join(render_to_string(f"{template}.subject.txt", facts).split())
        text = render_to_string(f"{template}.txt", facts | {"subject": subject})
        html = render_to_string(f"{template}.html", facts | {"subject": subject})
    sender = merchant()
    return Letter(
        message_id=about.id,
        to=about.to,
        sender_name=sender.sender_name or sender.name,
        sender_email=sender.sender_email,
        reply_to=sender.support_email,
        subject=subject,
        text=_tidy(text),
        html=html,
    )


def _order_facts(placed: Order, language: str) -> dict[str, Any]:
    links: Links = ports.load("links", "storefront")
    here = market(placed.market)
    return {
        "number": placed.number,
        "name": placed.billing_address.name,
        "placed_on": date_label(local_day(placed.placed_at, here.time_zone), language),
        "lines": [
            {
                "title": line.title,
                "options": line.options,
                "quantity": line.quantity,
                "total": money_label(line.total, language),
            }
            for line in placed.lines
        ],
        "goods_total": money_label(placed.goods_total, language),
        "delivery_label": placed.delivery.label,
        "delivery_price": money_label(placed.delivery.price, language),
        "is_pickup": placed.delivery.kind == "pickup",
        "promised_on": day_label(placed.delivery.promised_on, language),
        "total": money_label(placed.total, language),
        "tax": money_label(total_of((tax.tax for tax in placed.taxes), placed.total.currency), language),
        "address": placed.shipping_address.lines,
        "link": links.order_page(order_id=placed.id, market=placed.market, language=language),
        **_payment_facts(placed, language),
        "parcels": [
            {"carrier": parcel.carrier, "number": parcel.tracking_number, "link": parcel.tracking_url}
            for parcel in shipments_of(placed.id)
        ],
    }


def _payment_facts(placed: Order, language: str) -> dict[str, Any]:
    attempts = payments_of(placed.id)
    pending = [attempt for attempt in attempts if attempt.state is PaymentState.PENDING]
    instructions = text_in(pending[-1].instructions, language) if pending else ""
    taken = total_of((attempt.captured for attempt in attempts), placed.total.currency)
    return {"instructions": instructions, "money_was_taken": bool(taken)}


def _tidy(text: str) -> str:
    """Template tags leave blank lines behind; a letter has one at most between two paragraphs."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for i, line in enumerate(lines) if line or (i and lines[i - 1])) + "\n"
