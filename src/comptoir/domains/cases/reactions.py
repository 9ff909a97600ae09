"""A dispute becomes a case when it is heard of, and the case is resolved when the bank has decided. Goods that are
withdrawn from while somebody has them in hand are one until they are put back, and so is a parcel that strays."""

from datetime import datetime

from comptoir.domains.cases.actions import keep_dispute_cases, keep_parcel_case, open_withdrawn_case
from comptoir.domains.fulfilment.events import ParcelStrayed
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.events import DisputeClosed, PaymentDisputed
from comptoir.domains.returns.events import UnsentPiecesWithdrawn
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(PaymentDisputed)
def open_case_of_dispute(event: PaymentDisputed, *, actor: Actor, now: datetime) -> None:
    """With the bank's deadline among the evidence; none for one that was decided before we heard of it."""
    keep_dispute_cases(payment_id=event.payment_id, actor=actor, now=now)


@reaction(DisputeClosed)
def close_case_of_dispute(event: DisputeClosed, *, actor: Actor, now: datetime) -> None:
    """Those of the payment that are open still stay."""
    keep_dispute_cases(payment_id=event.payment_id, actor=actor, now=now)


@reaction(UnsentPiecesWithdrawn)
def open_case_of_withdrawn_goods(event: UnsentPiecesWithdrawn, *, actor: Actor, now: datetime) -> None:
    """Whoever has them in hand is told."""
    open_withdrawn_case(
        order_id=event.order_id,
        return_id=event.return_id,
        pieces=event.pieces,
        being_prepared=event.being_prepared,
        actor=actor,
        now=now,
    )


@reaction(ParcelStrayed)
def keep_case_of_stray_parcel(event: ParcelStrayed, *, actor: Actor, now: datetime) -> None:
    """Open while it is lost or comes back; closed when it has arrived, or travels on."""
    keep_parcel_case(order_id=OrderId(event.order_id), shipment_id=event.shipment_id, actor=actor, now=now)
