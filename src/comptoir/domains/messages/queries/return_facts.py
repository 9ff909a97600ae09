"""What a letter about a return says of it."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.timezone import localtime

from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import ReturnPostage
from comptoir.domains.network.queries import place
from comptoir.domains.orders.values import Order
from comptoir.domains.returns.queries import refund_due_on
from comptoir.domains.returns.values import REASONS, Reason, Return, ReturnKind, ReturnState
from comptoir.kernel.formats import date_label, day_label, money_label
from comptoir.kernel.texts import text_in


def return_facts(found: Return, placed: Order, language: str) -> dict[str, Any]:
    """The statement as it was made, with its day and hour; where the goods go; what comes back."""
    here, target = market(found.market), place(found.place_code)
    declared_at = localtime(found.requested_at, ZoneInfo(here.time_zone))
    titles = {line.position: line for line in placed.lines}
    with translation.override(language):
        lines = [
            {
                "title": titles[line.position].title,
                "options": titles[line.position].options,
                "quantity": line.quantity,
                "reason": "" if line.reason is Reason.UNSAID else str(REASONS[line.reason]),
                "received": line.received,
            }
            for line in found.lines
        ]
    return {
        "return_number": found.number,
        "is_withdrawal": found.kind is ReturnKind.WITHDRAWAL,
        "is_accepted": found.state is not ReturnState.REQUESTED,
        "declared_by": found.name,
        "declared_on": date_label(declared_at.date(), language),
        "declared_time": f"{declared_at:%H:%M}",
        "declared_to": found.email,
        "statement": found.statement,
        "return_lines": lines,
        "send_to": (text_in(target.name, language), *replace(target.address, name="").lines),
        "buyer_pays_postage": found.kind is ReturnKind.WITHDRAWAL and here.return_postage is ReturnPostage.BUYER,
        "refund_due": day_label(refund_due_on(found), language),
        "refund": money_label(found.refund, language) if found.refund else "",
        "with_delivery": found.with_delivery,
        "because": found.because,
    }
