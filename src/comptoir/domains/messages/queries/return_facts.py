"""What a letter about a return says of it."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.timezone import localtime

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantCard
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import ReturnPostage
from comptoir.domains.messages.values import Links
from comptoir.domains.network.queries import place
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderLine, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.queries import refund_due_on
from comptoir.domains.returns.values import BY_RIGHT, REASONS, Reason, Return, ReturnKind, ReturnState
from comptoir.kernel import ports
from comptoir.kernel.formats import date_label, day_label, money_label
from comptoir.kernel.money import total_of
from comptoir.kernel.texts import text_in


def return_facts(found: Return, placed: Order, language: str) -> dict[str, Any]:
    """The statement as it was made, with its day and hour; where the goods go; what comes back."""
    here, target = market(found.market), place(found.place_code)
    declared_at = localtime(found.requested_at, ZoneInfo(here.time_zone))
    titles = {line.position: line for line in placed.lines}
    wanted = {line.swapped_for for line in found.lines if line.swapped_for}
    instead = variants_for(wanted) if wanted else {}
    with translation.override(language):
        lines = [
            _line(titles[line.position], line.quantity, line.reason)
            | {
                "received": line.received,
                "instead": _called(instead[line.swapped_for], language) if line.swapped_for else "",
                "kept": money_label(line.kept_back.amount, language) if line.kept_back else "",
                "kept_because": line.kept_back.because if line.kept_back else "",
            }
            for line in found.lines
        ]
        lines += [
            _line(titles[line.position], line.quantity, line.reason) | {"is_called_off": True}
            for line in found.called_off
        ]
    return {
        "return_number": found.number,
        "is_withdrawal": found.kind is ReturnKind.WITHDRAWAL,
        "is_exchange": found.kind is ReturnKind.EXCHANGE,
        "is_complaint": found.kind is ReturnKind.COMPLAINT,
        "is_accepted": found.state is not ReturnState.REQUESTED,
        "declared_by": found.name,
        "declared_on": date_label(declared_at.date(), language),
        "declared_time": f"{declared_at:%H:%M}",
        "declared_to": found.email,
        "statement": found.statement,
        "return_lines": lines,
        "is_awaited": bool(found.lines),
        "has_kept": any(line.kept_back for line in found.lines),
        "has_called_off": bool(found.called_off),
        "send_to": (text_in(target.name, language), *replace(target.address, name="").lines),
        "buyer_pays_postage": found.kind in BY_RIGHT and here.return_postage is ReturnPostage.BUYER,
        "refund_due": day_label(refund_due_on(found), language),
        "refund": money_label(found.refund, language) if found.refund else "",
        "with_delivery": found.with_delivery,
        "because": found.because,
        **_replacement_facts(found, placed, language),
    }


def _line(ordered: OrderLine, quantity: int, reason: Reason) -> dict[str, Any]:
    return {
        "title": ordered.title,
        "options": ordered.options,
        "quantity": quantity,
        "reason": "" if reason is Reason.UNSAID else str(REASONS[reason]),
    }


def _called(variant: VariantCard, language: str) -> str:
    return text_in(variant.options, language) or text_in(variant.title, language)


def _replacement_facts(found: Return, placed: Order, language: str) -> dict[str, Any]:
    """The order of what is sent instead, unless that was called off: what has paid it, what is still to be paid."""
    instead = order(found.replacement_id) if found.replacement_id else None
    if instead is None or instead.state is OrderState.CANCELLED:
        return {"instead_number": ""}
    held = total_of((payment.secured for payment in payments_of(instead.id)), instead.total.currency)
    rest = instead.left_to_pay(held)
    # Where the e-mail of one of the two was corrected, its link is not for who still reads of the other.
    linked = instead if instead.email == placed.email else placed
    links: Links = ports.load("links", "storefront")
    return {
        "instead_number": instead.number,
        "instead_free": not instead.total,
        "swapped": money_label(found.swapped, language) if found.swapped else "",
        "rest": money_label(rest, language) if found.swapped and rest else "",
        "instead_link": links.order_page(order_id=linked.id, market=linked.market, language=language),
    }
