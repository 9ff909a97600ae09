"""Letters. A message is queued in the transaction of its cause and sent by a job."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.customers.errors import UnknownLink
from comptoir.domains.customers.queries import language_of, link_by_id, login_email
from comptoir.domains.customers.values import LinkId, LinkPurpose, LoginId
from comptoir.domains.inventory.values import PurchaseOrderId
from comptoir.domains.markets.queries import market
from comptoir.domains.messages.errors import NotResendable
from comptoir.domains.messages.models import Message
from comptoir.domains.messages.permissions import MESSAGES_LINK, MESSAGES_SEND
from comptoir.domains.messages.queries.read import markets_for, message_of
from comptoir.domains.messages.rules import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    NEWS_KEEPS,
    is_news,
    is_return_news,
    kinds_for,
    return_key,
)
from comptoir.domains.messages.values import (
    MESSAGE_STATES,
    NO_LONGER_TRUE,
    Letter,
    MessageId,
    MessageKind,
    MessageState,
)
from comptoir.domains.orders.queries import order, order_ids_by_number
from comptoir.domains.orders.values import Order, OrderId, OrderState
from comptoir.domains.payments.queries import payment
from comptoir.domains.payments.values import PaymentId
from comptoir.domains.returns.queries import return_by_id
from comptoir.domains.stored_value.queries import account, card_to_send
from comptoir.domains.stored_value.values import Account, AccountId
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute
from comptoir.kernel.transitions import move


def queue_order_message(
    *, kind: MessageKind, order_id: OrderId, again: str = "", actor: Actor, now: datetime
) -> MessageId | None:
    """Queue what is to be told about an order, in the customer's language; None when it was queued before, or is no
    news any more.

    ``again`` tells apart what may be told more than once: the number of a payment attempt, the id of a resending.
    """
    actor.must(MESSAGES_SEND)
    id, about = MessageId(new_id()), order(order_id)
    if not about.email:
        return None  # its buyer has asked to be forgotten
    return id if is_news(kind, about, now) and _queue(id, kind, about, again, now) else None


def _queue(id: MessageId, kind: MessageKind, about: Order, again: str, now: datetime) -> bool:
    return bool(
        execute(
            """INSERT INTO messages_message (id, key, kind, "to", language, order_id, state, subject, text, html,
                                             failure, queued_at)
               VALUES (%s, %s, %s, %s, %s, %s, 'queued', '', '', '', '', %s) ON CONFLICT (key) DO NOTHING""",
            [id, f"{kind}:{about.id}:{again}", kind, about.email, about.language, about.id, now],
        )
    )


def queue_receipt_message(*, payment_id: PaymentId, actor: Actor, now: datetime) -> MessageId | None:
    """Queue that a part of what an order waits for has arrived, where a person saw it; None when it was queued before.

    Of what a provider takes, and of what completes the order, other letters tell.
    """
    actor.must(MESSAGES_SEND)
    came = payment(payment_id)
    id, about = MessageId(new_id()), order(OrderId(came.order_id))
    if came.looked_up or about.state is not OrderState.AWAITING_PAYMENT or not about.email:
        return None
    return id if _queue(id, MessageKind.PAYMENT_RECEIVED, about, str(payment_id), now) else None


def queue_return_message(*, kind: MessageKind, return_id: UUID, actor: Actor, now: datetime) -> MessageId | None:
    """Queue what is to be told about a return, to the address of its statement, in the order's language; None when it
    was queued before, or is no news."""
    actor.must(MESSAGES_SEND)
    id, about = MessageId(new_id()), return_by_id(return_id)
    if not about.email or not is_return_news(kind, about):
        return None
    queued = execute(
        """INSERT INTO messages_message (id, key, kind, "to", language, order_id, about_return_id, state, subject, text,
                                         html, failure, queued_at)
           VALUES (%s, %s, %s, %s, %s, %s, %s, 'queued', '', '', '', '', %s) ON CONFLICT (key) DO NOTHING""",
        [id, return_key(kind, about), kind, about.email, order(about.order_id).language, about.order_id, about.id, now],
    )
    return id if queued else None


def queue_review_message(
    *,
    kind: MessageKind,
    order_id: OrderId,
    review_id: UUID | None = None,
    edition: int = 0,
    actor: Actor,
    now: datetime,
) -> MessageId | None:
    """Queue that a buyer may review what they were sent, or why a review is not published; None when it was before.

    Of a review, each edition is told once.
    """
    actor.must(MESSAGES_SEND)
    id, about = MessageId(new_id()), order(order_id)
    again = f"{review_id}.{edition}" if review_id else ""
    return id if _queue(id, kind, about, again, now) else None


def queue_card_message(*, account_id: AccountId, again: str = "", actor: Actor, now: datetime) -> MessageId | None:
    """Queue the letter with the code of a gift card or store credit, to whom it belongs, in their language; None where
    there is nobody to write to, or where it was queued before or is no news.

    The code itself is written into the letter when it leaves, and kept nowhere on the way.
    """
    actor.must(MESSAGES_SEND)
    id, card = MessageId(new_id()), card_to_send(account_id, now=now)
    if card is None or (not again and now - card.account.issued_at > NEWS_KEEPS):
        return None
    return id if _queue_card(id, card.account, again, now) else None


def _queue_card(id: MessageId, card: Account, again: str, now: datetime) -> bool:
    kind = MessageKind.STORED_VALUE_ISSUED
    return bool(
        execute(
            """INSERT INTO messages_message (id, key, kind, "to", language, about_account_id, state, subject, text,
                                             html, failure, queued_at)
               VALUES (%s, %s, %s, %s, %s, %s, 'queued', '', '', '', '', %s) ON CONFLICT (key) DO NOTHING""",
            [id, f"{kind}:{card.id}:{again}", kind, card.email, _language_of(card), card.id, now],
        )
    )


def _language_of(card: Account) -> str:
    """As they were written to before; else as the market speaks first."""
    if card.order_id is not None:
        return order(OrderId(card.order_id)).language
    return language_of(card.email) or market(card.market).default_language


def queue_purchase_message(
    *, purchase_order_id: PurchaseOrderId, to: str, language: str, actor: Actor, now: datetime
) -> MessageId:
    """Queue the letter that brings a purchase order to its supplier, as PDF. Each call is a letter."""
    actor.must(MESSAGES_SEND)
    id = MessageId(new_id())
    Message.objects.create(
        id=id,
        key=f"{MessageKind.PURCHASE_ORDER}:{id}",
        kind=MessageKind.PURCHASE_ORDER,
        to=to,
        language=language,
        about_purchase_id=purchase_order_id,
        state=MessageState.QUEUED,
        queued_at=now,
    )
    return id


_LINK_LETTERS = {
    LinkPurpose.ENTER: MessageKind.ACCOUNT_LINK,
    LinkPurpose.CHANGE: MessageKind.EMAIL_LINK,
    LinkPurpose.NEWS: MessageKind.NEWS_LINK,
}


def queue_link_message(*, link_id: LinkId, actor: Actor, now: datetime) -> MessageId | None:
    """Queue the letter with a link that proves a mailbox: into an account, or to the shop's letters.

    None when it was queued before, opens nothing any more, or went with its account before the news of it came here.
    The link itself is written into the letter when it leaves, and kept nowhere.
    """
    actor.must(MESSAGES_SEND)
    try:
        link = link_by_id(link_id)
    except UnknownLink:
        return None
    if link.open_until is None:
        return None
    kind = _LINK_LETTERS[link.purpose]
    id = MessageId(new_id())
    queued = execute(
        """INSERT INTO messages_message (id, key, kind, "to", language, link_id, market, state, subject, text, html,
                                         failure, queued_at)
           VALUES (%s, %s, %s, %s, %s, %s, %s, 'queued', '', '', '', '', %s) ON CONFLICT (key) DO NOTHING""",
        [id, f"{kind}:{link_id}", kind, link.email, link.language, link_id, link.market, now],
    )
    return id if queued else None


def queue_login_message(*, login_id: LoginId, what: str, link_id: str, actor: Actor, now: datetime) -> MessageId | None:
    """Queue the news that an account is signed in to in another way; of a new address, to the one that it was.

    None where the account is gone.
    """
    actor.must(MESSAGES_SEND)
    found = login_email(login_id)
    if found is None:
        return None
    to, code, language = found
    if link_id:
        to = link_by_id(LinkId(UUID(link_id))).former_email
    id = MessageId(new_id())
    Message.objects.create(
        id=id,
        key=f"{MessageKind.LOGIN_CHANGED}:{login_id}:{what}:{id}",
        kind=MessageKind.LOGIN_CHANGED,
        to=to,
        language=language,
        market=code,
        state=MessageState.QUEUED,
        queued_at=now,
    )
    return id


def forget_addressee(*, emails: Collection[str], actor: Actor, now: datetime) -> int:
    """Empty every letter that went or is to go to these addresses, or told the shop what they asked, and give up those
    that wait; returns how many. That something was told, and when, stays.
    """
    actor.must(MESSAGES_SEND)
    addresses = [each.lower() for each in emails]
    return execute(
        """UPDATE messages_message
              SET "to" = CASE WHEN lower("to") = ANY(%(addresses)s) THEN '' ELSE "to" END,
                  facts = '{}', subject = '', text = '', html = '', failure = %(why)s,
                  state = CASE WHEN state = 'queued' THEN 'given_up' ELSE state END
            WHERE lower("to") = ANY(%(addresses)s) OR facts ->> 'email' = ANY(%(addresses)s)""",
        {"why": NO_LONGER_TRUE, "addresses": addresses},
    )


def queue_order_link(*, number: str, email: str, actor: Actor, now: datetime) -> None:
    """Queue the letter with the link of an order, to the address that the order has, once an hour at most.

    Where there is no such order, or another address is its own, nothing happens: nobody learns which orders exist.
    """
    actor.must(MESSAGES_LINK)
    found = order_ids_by_number([number]).get(number)
    if found is None:
        return
    about = order(found)
    if about.email == email.strip().lower():
        _queue(MessageId(new_id()), MessageKind.ORDER_LINK, about, f"{now:%Y-%m-%dT%H}", now)


def resend_card_message(*, account_id: AccountId, actor: Actor, now: datetime) -> MessageId:
    """Send the code of a gift card or store credit again to whom it belongs, by the hand of staff, who do not see it.

    :raises UnknownAccount: when there is none.
    :raises NotResendable: where there is nobody to write to, its code is not kept, or it cannot be spent any more.
    """
    actor.must(MESSAGES_SEND)
    actor.must(MESSAGES_SEND, market=account(account_id, actor=actor).market)
    card = card_to_send(account_id, now=now)
    if card is None:
        raise NotResendable(field="kind")
    id = MessageId(new_id())
    with transaction.atomic(savepoint=False):
        _queue_card(id, card.account, str(id), now)
        record(
            action="resent",
            subject_type="messages.message",
            subject_id=id,
            after={"kind": MessageKind.STORED_VALUE_ISSUED, "account_id": account_id},
            actor=actor,
            now=now,
        )
    return id


def resend_given_up_messages(*, message_ids: Collection[MessageId], actor: Actor, now: datetime) -> int:
    """Try letters again that could not be delivered, as often as new ones; returns how many. Those that have left, wait
    already or are none of ours are passed over, so that pressing twice sends once.

    :raises NotAllowed: for letters of a market outside the actor's scope; then none is tried.
    """
    actor.must(MESSAGES_SEND)
    with transaction.atomic(savepoint=False):
        given_up = Message.objects.filter(pk__in=message_ids, state=MessageState.GIVEN_UP)
        rows = list(given_up.select_for_update(no_key=True).order_by("id"))
        for code in sorted(filter(None, markets_for([message_of(row) for row in rows]).values())):
            actor.must(MESSAGES_SEND, market=code)
        changes = {"failure": "", "queued_at": now, "tries": 0, "try_at": None}
        for row in rows:
            move(row, to=MessageState.QUEUED, table=MESSAGE_STATES, actor=actor, now=now, changes=changes)
    return len(rows)


def resend_message(*, kind: MessageKind, order_id: OrderId, actor: Actor, now: datetime) -> MessageId:
    """Tell a customer again, by the hand of staff.

    :raises NotResendable: when this news is not true of the order.
    """
    actor.must(MESSAGES_SEND)
    about = order(order_id)
    actor.must(MESSAGES_SEND, market=about.market)
    if kind not in kinds_for(about.state, difference=bool(about.due)):
        raise NotResendable(field="kind")
    id = MessageId(new_id())
    with transaction.atomic(savepoint=False):
        _queue(id, kind, about, str(id), now)
        record(
            action="resent",
            subject_type="messages.message",
            subject_id=id,
            after={"kind": kind, "order_id": order_id},
            actor=actor,
            now=now,
        )
    return id


def queue_test_message(*, to: str, language: str, actor: Actor, now: datetime) -> MessageId:
    """Queue a letter that only shows that letters arrive."""
    actor.must(MESSAGES_SEND)
    id = MessageId(new_id())
    with transaction.atomic(savepoint=False):
        Message.objects.create(
            id=id,
            key=f"test:{id}",
            kind=MessageKind.TEST,
            to=to,
            language=language,
            state=MessageState.QUEUED,
            queued_at=now,
        )
        record(
            action="queued",
            subject_type="messages.message",
            subject_id=id,
            after={"kind": MessageKind.TEST, "to": to},
            actor=actor,
            now=now,
        )
    return id


def mark_sent(*, message_id: UUID, letter: Letter, actor: Actor, now: datetime) -> None:
    """The letter has left, with this wording; a secret in it is not kept.

    :raises MoveRefused: when it had left before.
    """
    actor.must(MESSAGES_SEND)
    kept, row = letter.as_kept(), Message(pk=message_id)
    worded = {"to": kept.to, "subject": kept.subject, "text": kept.text, "html": kept.html}
    told = {"sent_at": now, "failure": ""}
    move(row, to=MessageState.SENT, table=MESSAGE_STATES, actor=actor, now=now, changes=told, quietly=worded)


def postpone_message(*, message_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """The letter could not leave this time: it is tried again, after ever longer pauses. One statement.

    Where it has left or was given up meanwhile, nothing changes.
    """
    actor.must(MESSAGES_SEND)
    execute(
        """UPDATE messages_message SET tries = tries + 1, failure = %s,
                  try_at = %s + least(%s, %s * power(2, least(tries, 16)))
            WHERE id = %s AND state = 'queued'""",
        [reason, now, LONGEST_PAUSE, FIRST_PAUSE, message_id],
    )


def give_up_message(*, message_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """The letter cannot be delivered.

    :raises MoveRefused: when it was, or was given up before.
    """
    actor.must(MESSAGES_SEND)
    changes = {"failure": reason}
    row = Message(pk=message_id)
    move(row, to=MessageState.GIVEN_UP, table=MESSAGE_STATES, actor=actor, now=now, because=reason, changes=changes)
    if reason == NO_LONGER_TRUE:
        # The article was gone again before its letter left: nobody was told, so they are still waiting.
        execute(
            """UPDATE messages_stockalert AS alert SET state = 'confirmed', told_at = NULL
                 FROM messages_message AS letter
                WHERE letter.id = %s AND letter.kind = 'stock_back' AND alert.id = letter.about_alert_id
                  AND alert.state = 'told'""",
            [message_id],
        )
