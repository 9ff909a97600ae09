"""What others may ask of messages."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from comptoir.domains.messages.errors import UnknownMessage
from comptoir.domains.messages.models import Message as MessageRow
from comptoir.domains.messages.permissions import MESSAGES_VIEW
from comptoir.domains.messages.values import Message, MessageId, MessageKind, MessageState
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.access import Actor

_LOOKED_THROUGH = 200


def messages_of(order_id: UUID, *, actor: Actor) -> list[Message]:
    """Everything that was told about an order, oldest first."""
    actor.must(MESSAGES_VIEW)
    return [message_of(row) for row in MessageRow.objects.filter(order_id=order_id).order_by("queued_at", "id")]


def latest_messages(*, actor: Actor, limit: int = 10) -> list[Message]:
    """What was told last, to see whether letters leave. To whoever works in some markets: tests, and what of the last
    letters went to buyers of theirs."""
    actor.must(MESSAGES_VIEW)
    rows = MessageRow.objects.order_by("-id")
    if actor.everywhere:
        return [message_of(row) for row in rows[:limit]]
    latest = list(rows[:_LOOKED_THROUGH])
    about = headings_for([OrderId(row.order_id) for row in latest if row.order_id])
    theirs = {order_id for order_id, heading in about.items() if actor.works_in(heading.market)}
    return [message_of(row) for row in latest if row.order_id in theirs or row.kind == MessageKind.TEST][:limit]


def message_of(row: MessageRow) -> Message:
    """The row as a value."""
    return Message(
        id=MessageId(row.id),
        kind=MessageKind(row.kind),
        to=row.to,
        language=row.language,
        order_id=row.order_id,
        return_id=row.about_return_id,
        state=MessageState(row.state),
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
