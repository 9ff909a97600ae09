"""The shapes of webhooks, asked and answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel, Field, StrictBool, model_validator

from comptoir.api.v1.schemas.fields import Body, Sentence, Word
from comptoir.domains.integrations.queries import message_id
from comptoir.domains.integrations.values import Delivery, DeliveryId, Subscription
from comptoir.kernel.access import ALL_MARKETS


class WebhookIn(Body):
    """``markets``: leave it out to hear of all of them."""

    name: Word
    url: Sentence
    events: list[Word] = Field(min_length=1, max_length=100)
    markets: list[Word] | None = Field(None, max_length=100)
    enabled: StrictBool = True


class WebhookOut(BaseModel):
    """``failing_since``: nothing has arrived there since then; null when all is well."""

    id: UUID
    name: str
    url: str
    events: list[str]
    markets: list[str] | None
    enabled: bool
    failing_since: datetime | None
    former_secret_until: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, found: Subscription) -> "WebhookOut":
        return cls(
            id=found.id,
            name=found.name,
            url=found.url,
            events=sorted(found.event_names),
            markets=None if found.markets is ALL_MARKETS else sorted(found.markets or ()),
            enabled=found.enabled,
            failing_since=found.failing_since,
            former_secret_until=found.former_secret_until,
            created_at=found.created_at,
        )


class WebhookMade(WebhookOut):
    """``secret`` is shown this once."""

    secret: str


class WebhookList(BaseModel):
    items: list[WebhookOut]


class SecretOut(BaseModel):
    secret: str


class PingOut(BaseModel):
    """``message_id`` is the ``webhook-id`` it is sent under."""

    message_id: str

    @classmethod
    def of(cls, id: DeliveryId) -> "PingOut":
        return cls(message_id=message_id(id))


class MessagesAsked(BaseModel):
    """``cursor``: where the last answer ended; left out, from the oldest message that is kept."""

    webhook: UUID
    cursor: Word = ""
    page_size: int = Field(50, ge=1, le=100)


class MessageOut(BaseModel):
    """A message as it was or will be sent: ``body`` is the JSON that its signature is about, read."""

    message_id: str
    type: str
    state: str
    tries: int
    status: int | None
    happened_at: datetime
    body: dict[str, Any]

    @classmethod
    def of(cls, told: Delivery) -> "MessageOut":
        return cls(
            message_id=message_id(told.id),
            type=told.event_name,
            state=told.state,
            tries=told.tries,
            status=told.status,
            happened_at=told.happened_at,
            body=orjson.loads(told.body),
        )


class MessagesOut(BaseModel):
    """Ask again with ``cursor`` until ``items`` is empty, and later from there."""

    items: list[MessageOut]
    cursor: str | None


class ReplayIn(Body):
    cursor: Word = ""
    since: AwareDatetime | None = Field(None, strict=False)

    @model_validator(mode="after")
    def _says_from_where(self) -> "ReplayIn":
        if not self.cursor and self.since is None:
            raise ValueError("cursor or since")
        return self


class ReplayedOut(BaseModel):
    messages: int
