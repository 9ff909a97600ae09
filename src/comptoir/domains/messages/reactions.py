"""News about an order becomes a message to its customer."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.customers.events import AccountLinkAsked, LoginChanged
from comptoir.domains.fulfilment.events import ParcelReady
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.messages.actions import (
    queue_card_message,
    queue_link_message,
    queue_login_message,
    queue_order_message,
    queue_receipt_message,
    queue_return_message,
    queue_review_message,
    tell_back_in_stock,
)
from comptoir.domains.messages.queries import variants_waited_for
from comptoir.domains.messages.rules import news_of_shipped
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.events import (
    OrderCancelled,
    OrderDifferencePaid,
    OrderPaid,
    OrderPiecesShipped,
    OrderRevised,
)
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.events import PaymentCaptured, PaymentFailed, PaymentInstructed
from comptoir.domains.returns.events import (
    ReplacementPromised,
    ReturnAccepted,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from comptoir.domains.reviews.events import ReviewInvited, ReviewRefused
from comptoir.domains.stored_value.events import StoredValueIssued
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(OrderPaid)
def tell_confirmed(event: OrderPaid, *, actor: Actor, now: datetime) -> None:
    """Paid at once or later: the order is certain now."""
    queue_order_message(kind=MessageKind.ORDER_CONFIRMED, order_id=event.order_id, actor=actor, now=now)


@reaction(PaymentInstructed)
def tell_how_to_pay(event: PaymentInstructed, *, actor: Actor, now: datetime) -> None:
    """A transfer: the letter carries the account and the reference."""
    queue_order_message(
        kind=MessageKind.ORDER_TO_PAY,
        order_id=OrderId(event.order_id),
        again=str(event.payment_id),
        actor=actor,
        now=now,
    )


@reaction(OrderDifferencePaid)
def tell_difference_received(event: OrderDifferencePaid, *, actor: Actor, now: datetime) -> None:
    """What an order had become dearer by, or a part of that."""
    queue_order_message(
        kind=MessageKind.PAYMENT_RECEIVED,
        order_id=event.order_id,
        again=str(event.payment_id),
        actor=actor,
        now=now,
    )


@reaction(PaymentCaptured)
def tell_part_received(event: PaymentCaptured, *, actor: Actor, now: datetime) -> None:
    """A transfer over less than what is due: what came, and what is missing."""
    queue_receipt_message(payment_id=event.payment_id, actor=actor, now=now)


@reaction(PaymentFailed)
def tell_to_pay_again(event: PaymentFailed, *, actor: Actor, now: datetime) -> None:
    """The attempt came to nothing; the link in the letter lets the buyer try again."""
    queue_order_message(
        kind=MessageKind.ORDER_TO_PAY,
        order_id=OrderId(event.order_id),
        again=str(event.payment_id),
        actor=actor,
        now=now,
    )


@reaction(ParcelReady)
def tell_ready(event: ParcelReady, *, actor: Actor, now: datetime) -> None:
    """It can be collected, with the code that opens the counter."""
    queue_order_message(
        kind=MessageKind.ORDER_READY,
        order_id=OrderId(event.order_id),
        again=str(event.shipment_id),
        actor=actor,
        now=now,
    )


@reaction(OrderPiecesShipped)
def tell_shipped(event: OrderPiecesShipped, *, actor: Actor, now: datetime) -> None:
    """On its way, all of it or a part, with the number to follow it by; or to be downloaded."""
    queue_order_message(
        kind=news_of_shipped(downloads=event.downloads),
        order_id=event.order_id,
        again=str(event.shipped_so_far),
        actor=actor,
        now=now,
    )


@reaction(OrderRevised)
def tell_changed(event: OrderRevised, *, actor: Actor, now: datetime) -> None:
    """What is agreed now, and what is still to be paid."""
    queue_order_message(
        kind=MessageKind.ORDER_CHANGED, order_id=event.order_id, again=str(event.revision), actor=actor, now=now
    )


@reaction(OrderCancelled)
def tell_cancelled(event: OrderCancelled, *, actor: Actor, now: datetime) -> None:
    """Called off, and what becomes of the money."""
    queue_order_message(kind=MessageKind.ORDER_CANCELLED, order_id=event.order_id, actor=actor, now=now)


@reaction(StoredValueIssued)
def tell_code(event: StoredValueIssued, *, actor: Actor, now: datetime) -> None:
    """What can be spent from now on, and by which code, to whom it belongs."""
    queue_card_message(account_id=event.account_id, actor=actor, now=now)


@reaction(ReturnRequested)
def acknowledge_return(event: ReturnRequested, *, actor: Actor, now: datetime) -> None:
    """On a medium that lasts, with day, hour and all that was declared: article 11a of directive 2011/83/EU."""
    queue_return_message(kind=MessageKind.RETURN_ACKNOWLEDGED, return_id=event.return_id, actor=actor, now=now)


@reaction(ReturnAccepted)
def tell_return_accepted(event: ReturnAccepted, *, actor: Actor, now: datetime) -> None:
    """The goods of a complaint may be sent."""
    queue_return_message(kind=MessageKind.RETURN_ACCEPTED, return_id=event.return_id, actor=actor, now=now)


@reaction(ReplacementPromised)
def tell_replacement_promised(event: ReplacementPromised, *, actor: Actor, now: datetime) -> None:
    """Others are sent for what is wrong; also to whom was told before that money would go back."""
    queue_return_message(kind=MessageKind.RETURN_ACCEPTED, return_id=event.return_id, actor=actor, now=now)


@reaction(ReturnReceived)
def tell_return_received(event: ReturnReceived, *, actor: Actor, now: datetime) -> None:
    """The goods are here, and so much goes back."""
    queue_return_message(kind=MessageKind.RETURN_RECEIVED, return_id=event.return_id, actor=actor, now=now)


@reaction(ReturnRefused)
def tell_return_refused(event: ReturnRefused, *, actor: Actor, now: datetime) -> None:
    """It is not taken back, and why."""
    queue_return_message(kind=MessageKind.RETURN_REFUSED, return_id=event.return_id, actor=actor, now=now)


@reaction(AccountLinkAsked)
def send_account_link(event: AccountLinkAsked, *, actor: Actor, now: datetime) -> None:
    """To the mailbox that is to be proven."""
    queue_link_message(link_id=event.link_id, actor=actor, now=now)


@reaction(LoginChanged)
def tell_login_changed(event: LoginChanged, *, actor: Actor, now: datetime) -> None:
    """Whoever did not change it themselves learns of it; of another address, at the one that it was."""
    queue_login_message(login_id=event.login_id, what=event.what, link_id=event.link_id, actor=actor, now=now)


@reaction(ReviewInvited)
def invite_to_review(event: ReviewInvited, *, actor: Actor, now: datetime) -> None:
    """The goods have been there for some days: the one letter that asks what they are like."""
    queue_review_message(kind=MessageKind.REVIEW_INVITED, order_id=event.order_id, actor=actor, now=now)


@reaction(ReviewRefused)
def tell_review_refused(event: ReviewRefused, *, actor: Actor, now: datetime) -> None:
    """Why it is not shown: article D111-17 of the code de la consommation."""
    queue_review_message(
        kind=MessageKind.REVIEW_REFUSED,
        order_id=event.order_id,
        review_id=event.review_id,
        edition=event.edition,
        actor=actor,
        now=now,
    )


@reaction(AvailabilityChanged, together=True)
def tell_who_waits(events: Sequence[AvailabilityChanged], *, actor: Actor, now: datetime) -> None:
    """What is back, to those who wait for it."""
    changed = {id for event in events for id in event.variant_ids}
    tell_back_in_stock(variant_ids=variants_waited_for(changed), actor=actor, now=now)
