"""Refunds that a person has to send: what one gesture or change gives back is one line, of however many payments."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import iban

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.orders.by_hand_screens import ByHandRow
from comptoir.backoffice.parts import Words
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.domains.payments.queries import methods
from comptoir.domains.payments.values import PAID_BEYOND_DUE, RefundByHand
from comptoir.domains.stored_value.permissions import STORED_VALUE_ISSUE
from comptoir.kernel.money import total_of
from comptoir.kernel.texts import text_in

_CAUSES: Mapping[str, Words] = {
    "cancelled": gettext_lazy("Order cancelled"),
    "return": gettext_lazy("Items returned"),
    "gesture": gettext_lazy("Refund as a goodwill gesture"),
    "revision": gettext_lazy("Order changed"),
    "dispute": gettext_lazy("Dispute won"),
    "wrong": gettext_lazy("Amount differs from the request"),
    "unwanted": gettext_lazy("Paid more than once"),
    "sold": gettext_lazy("Sold out before it was paid"),
    "too": gettext_lazy("Overpaid"),
    "swap": gettext_lazy("Paid for a replacement that is not kept"),
}
"""By the first word of the cause that the refund was asked for."""


def sent_together(waiting: Sequence[RefundByHand]) -> list[tuple[RefundByHand, ...]]:
    """In that order, those of one order, cause and account together. What was paid beyond what was due is each a
    transfer of its own, which may be kept as credit instead."""
    groups: dict[object, list[RefundByHand]] = {}
    for one in waiting:
        alone = one.id if one.cause in PAID_BEYOND_DUE else None
        groups.setdefault((one.order_id, one.cause, one.method, one.to, alone), []).append(one)
    return [tuple(group) for group in groups.values()]


def by_hand_rows(
    at: Desk, groups: Sequence[tuple[RefundByHand, ...]], numbers: Mapping[OrderId, str], market: str
) -> tuple[ByHandRow, ...]:
    """What waits to be sent, a line for each transfer. Two statements."""
    labels = {method.code: text_in(method.labels, at.language) for method in methods(market)}
    may_send = at.actor.can(PAYMENTS_REFUND, market=market)
    return tuple(
        ByHandRow(
            href=reverse("backoffice:order", args=[first.order_id]),
            number=numbers.get(OrderId(first.order_id), _("Order")),
            method=labels.get(first.method, first.method),
            why=_CAUSES.get(first.cause.partition(" ")[0], _("Refund")),
            requested_at=first.requested_at,
            amount=total_of((first.amount, *(one.amount for one in rest)), first.amount.currency),
            holder=first.to.holder if first.to else "",
            iban=iban.format(first.to.iban) if first.to else "",
            sent_action=reverse("backoffice:refund-sent", args=[first.id]) if may_send else "",
            also=tuple(str(one.id) for one in rest),
            kept_action=reverse("backoffice:refund-kept", args=[first.id]) if _may_keep(at, first) else "",
        )
        for first, *rest in groups
    )


def _may_keep(at: Desk, one: RefundByHand) -> bool:
    return one.cause in PAID_BEYOND_DUE and at.actor.can(PAYMENTS_REFUND) and at.actor.can(STORED_VALUE_ISSUE)
