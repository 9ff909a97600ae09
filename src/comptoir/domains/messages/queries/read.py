"""What others may ask of messages."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Lower

from comptoir.domains.messages.errors import UnknownMessage
from comptoir.domains.messages.models import Message as MessageRow
from comptoir.domains.messages.permissions import MESSAGES_VIEW
from comptoir.domains.messages.queries.alerts import alert_markets
from comptoir.domains.messages.rules import again_of, revision_told
from comptoir.domains.messages.values import NO_LONGER_TRUE, Message, MessageId, MessageKind, MessageState
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId
from comptoir.domains.stored_value.queries import account_markets
from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel.access import Actor

_LOOKED_THROUGH = 200
"""So many of the latest are read for those of some markets."""


def messages_of(order_id: UUID, *, actor: Actor) -> list[Message]:
    """Everything that was told about an order, oldest first."""
    actor.must(MESSAGES_VIEW)
    return [message_of(row) for row in MessageRow.objects.filter(order_id=order_id).order_by("queued_at", "id")]


def messages_of_account(account_id: UUID, *, actor: Actor) -> list[Message]:
    """Everything that was told about a gift card or store credit, oldest first."""
    actor.must(MESSAGES_VIEW)
    rows = MessageRow.objects.filter(about_account_id=account_id).order_by("queued_at", "id")
    return [message_of(row) for row in rows]


def messages_of_purchase(purchase_order_id: UUID, *, actor: Actor) -> list[Message]:
    """Every letter by which a purchase order went to its supplier, oldest first."""
    actor.must(MESSAGES_VIEW)
    rows = MessageRow.objects.filter(about_purchase_id=purchase_order_id).order_by("queued_at", "id")
    return [message_of(row) for row in rows]


def given_up_messages(*, actor: Actor, limit: int = 100) -> list[Message]:
    """Of the letters that could not be delivered lately, those of the actor's markets, latest first. News that was
    overtaken before it could leave is none of them."""
    actor.must(MESSAGES_VIEW)
    rows = MessageRow.objects.filter(state=MessageState.GIVEN_UP).exclude(failure=NO_LONGER_TRUE)
    return _visible([message_of(row) for row in rows.order_by("-id")[:limit]], actor)


def latest_messages(*, actor: Actor, limit: int = 10) -> list[Message]:
    """Of what was told last, to anybody, that of the actor's markets: to see whether letters leave."""
    actor.must(MESSAGES_VIEW)
    looked_at = limit if actor.everywhere else _LOOKED_THROUGH
    return _visible([message_of(row) for row in MessageRow.objects.order_by("-id")[:looked_at]], actor)[:limit]


def _visible(messages: list[Message], actor: Actor) -> list[Message]:
    if actor.everywhere:
        return messages
    markets = markets_for(messages)
    return [message for message in messages if (market := markets[message.id]) is None or actor.works_in(market)]


def markets_for(messages: Collection[Message]) -> dict[MessageId, str | None]:
    """The market of what each message is about; None for a test, and for what goes to a
    supplier."""
    orders = headings_for({OrderId(one.order_id) for one in messages if one.order_id})
    accounts = account_markets({AccountId(one.account_id) for one in messages if one.account_id})
    alerts = alert_markets({one.alert_id for one in messages if one.alert_id})
    return {
        one.id: orders[OrderId(one.order_id)].market
        if one.order_id
        else accounts.get(AccountId(one.account_id))
        if one.account_id
        else alerts.get(one.alert_id)
        if one.alert_id
        else one.market or None
        for one in messages
    }


def letters_to(emails: Collection[str]) -> list[Message]:
    """Everything that was told to somebody at these addresses, oldest first, as it is kept."""
    rows = MessageRow.objects.alias(address=Lower("to")).filter(address__in=[each.lower() for each in emails])
    return [message_of(row) for row in rows.order_by("queued_at", "id")]


def message_of(row: MessageRow) -> Message:
    """The row as a value."""
    return Message(
        id=MessageId(row.id),
        kind=MessageKind(row.kind),
        to=row.to,
        language=row.language,
        order_id=row.order_id,
        return_id=row.about_return_id,
        account_id=row.about_account_id,
        purchase_order_id=row.about_purchase_id,
        link_id=row.link_id,
        market=row.market,
        alert_id=row.about_alert_id,
        again=again_of(row.key),
        state=MessageState(row.state),
        facts=row.facts,
        subject=row.subject,
        text=row.text,
        failure=row.failure,
        queued_at=row.queued_at,
        sent_at=row.sent_at,
    )


def message(message_id: MessageId) -> Message:
    """One message, for the job that sends it.

    :raises UnknownMessage: when there is none.
    """
    row = MessageRow.objects.filter(pk=message_id).first()
    if row is None:
        raise UnknownMessage(message_id=str(message_id))
    return message_of(row)


def last_change_told(order_id: UUID, *, before: int) -> int:
    """The latest revision of an order of which its customer was written, of those before that one."""
    rows = MessageRow.objects.filter(order_id=order_id, kind=MessageKind.ORDER_CHANGED, state=MessageState.SENT)
    told = [revision_told(again_of(key)) for key in rows.values_list("key", flat=True)]
    return max((revision for revision in told if revision < before), default=1)


def waiting_messages(now: datetime, *, limit: int = 100) -> list[MessageId]:
    """Messages not sent yet whose turn it is, oldest first; those that were tried wait for their next try."""
    due = Q(try_at=None) | Q(try_at__lte=now)
    rows = MessageRow.objects.filter(due, state=MessageState.QUEUED).order_by("queued_at", "id")
    return [MessageId(id) for id in rows.values_list("id", flat=True)[:limit]]


def count_by_state(*, actor: Actor) -> dict[MessageState, int]:
    """How many letters wait, left, or could not be delivered."""
    actor.must(MESSAGES_VIEW)
    counted = MessageRow.objects.values_list("state").annotate(Count("id"))
    return {state: dict(counted).get(state, 0) for state in MessageState}
