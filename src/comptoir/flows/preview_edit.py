from dataclasses import dataclass
from datetime import datetime

from comptoir.domains.orders.permissions import ORDERS_EDIT
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import OrderChange, OrderId, OrderRevision, OrderState
from comptoir.domains.payments.queries import payments_of, refund_parts
from comptoir.flows.steps.paid_too_much import paid_too_much
from comptoir.flows.steps.revision_wanted import revision_wanted
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPreview:
    """What a change would come to: ``left`` is to be paid by the customer, ``back`` goes back where it came from, and
    ``untaken`` was set aside and is not taken. ``pays``: what is there already would be all that is asked."""

    revision: OrderRevision
    left: Money
    back: Money
    untaken: Money
    pays: bool


def preview_edit(*, order_id: OrderId, change: OrderChange, actor: Actor, now: datetime) -> EditPreview:
    """What ``edit_order`` would agree at this moment, and what its money would do. Nothing is written or kept: another
    may be faster.

    :raises: what ``edit_order`` raises of a change that cannot be agreed; not that stock is short.
    """
    before = order_for_staff(order_id, actor=actor)
    actor.must(ORDERS_EDIT, market=before.market)
    revision, payments = revision_wanted(before=before, change=change, now=now), payments_of(before.id)
    zero = Money.zero(revision.total.currency)
    unpaid = before.state is OrderState.AWAITING_PAYMENT
    held = total_of((payment.secured for payment in payments), zero.currency)
    left = max(revision.total - held, zero) if unpaid else revision.due
    too_much = paid_too_much(before=before, revision=revision, payments=payments)
    back = total_of((part for _, part in refund_parts(before.id, too_much)), zero.currency)
    set_aside = total_of((payment.secured for payment in payments if not payment.captured), zero.currency)
    return EditPreview(
        revision=revision,
        left=left,
        back=back,
        untaken=min(too_much - back, set_aside),
        pays=unpaid and not before.awaits_goods and not left,
    )
