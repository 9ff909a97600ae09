"""What a message is, and the ports to the outside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.transitions import StateTable

MessageId = NewType("MessageId", UUID)


class MessageKind(StrEnum):
    ORDER_TO_PAY = "order_to_pay"
    ORDER_CONFIRMED = "order_confirmed"
    PAYMENT_RECEIVED = "payment_received"
    ORDER_CHANGED = "order_changed"
    ORDER_READY = "order_ready"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DOWNLOADS = "order_downloads"
    ORDER_CANCELLED = "order_cancelled"
    RETURN_ACKNOWLEDGED = "return_acknowledged"
    RETURN_ACCEPTED = "return_accepted"
    RETURN_RECEIVED = "return_received"
    RETURN_REFUSED = "return_refused"
    REVIEW_INVITED = "review_invited"
    REVIEW_REFUSED = "review_refused"
    ALERT_ASKED = "alert_asked"  # please confirm that it was you
    STOCK_BACK = "stock_back"
    STORED_VALUE_ISSUED = "stored_value_issued"
    PURCHASE_ORDER = "purchase_order"
    ACCOUNT_LINK = "account_link"
    EMAIL_LINK = "email_link"
    NEWS_LINK = "news_link"  # please confirm that the shop's letters are wanted
    LOGIN_CHANGED = "login_changed"
    QUESTION = "question"
    ORDER_LINK = "order_link"
    TEST = "test"


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given_up"  # refused for good, or tried for too long


NO_LONGER_TRUE = "no longer true"
"""Why a letter was given up whose news had changed before it left: no fault of anybody's."""

MESSAGE_STATES = StateTable(
    {
        MessageState.QUEUED: {MessageState.SENT, MessageState.GIVEN_UP},
        MessageState.SENT: set(),
        MessageState.GIVEN_UP: {MessageState.QUEUED},
    }
)


AlertId = NewType("AlertId", UUID)


class AlertState(StrEnum):
    ASKED = "asked"  # by somebody who may not own the address: it is not written to but once
    CONFIRMED = "confirmed"
    TOLD = "told"  # once, and never again
    STOPPED = "stopped"  # by the link in every letter


ALERT_STATES = StateTable(
    {
        AlertState.ASKED: {AlertState.CONFIRMED, AlertState.STOPPED},
        AlertState.CONFIRMED: {AlertState.TOLD, AlertState.STOPPED},
        AlertState.TOLD: {AlertState.CONFIRMED, AlertState.STOPPED},
        AlertState.STOPPED: set(),
    }
)
"""A confirmed alert is told again only where the article was gone before the letter left."""

OPEN_ALERTS = (AlertState.ASKED, AlertState.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAlert:
    """Somebody wants to be told when a variant can be had again. ``email`` is blank once it was forgotten."""

    id: AlertId
    variant_id: VariantId
    market: str
    language: str
    email: str
    state: AlertState
    asked_at: datetime
    confirmed_at: datetime | None
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDemand:
    """So many people wait for a variant, the first of them since then; ``told`` were told that it was back."""

    variant_id: VariantId
    waiting: int
    told: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAlert:
    """An alert that was asked for and confirmed elsewhere, to be taken over."""

    variant_id: VariantId
    market: str
    language: str
    email: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one person. ``subject`` and ``text`` are empty until it was sent.

    ``again`` is what tells it from others of its kind about the same: the payment that came, the revision, how many
    pieces had shipped by then; "" for most. ``market`` is set where it is about none of the shop's things; ``facts``
    are what a letter says that is about no row of ours.
    """

    id: MessageId
    kind: MessageKind
    to: str
    language: str
    order_id: UUID | None
    return_id: UUID | None
    account_id: UUID | None
    purchase_order_id: UUID | None
    link_id: UUID | None
    market: str
    alert_id: UUID | None
    again: str
    state: MessageState
    facts: Mapping[str, str]
    subject: str
    text: str
    failure: str
    queued_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF that goes with a letter."""

    filename: str
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message ready to go out: text and HTML say the same.

    ``attached`` goes with it, and is made anew for each sending. ``secret`` is what stands in it for the eyes of its
    reader alone, and is not kept; "" in most.
    """

    message_id: MessageId
    to: str
    sender_name: str
    sender_email: str
    reply_to: str
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    attached: tuple[Attachment, ...] = ()
    secret: str = field(default="", repr=False)

    def as_kept(self) -> "Letter":
        """The same letter without its secret: nobody who may read what was sent spends a gift card by it."""
        if not self.secret:
            return self
        hidden = re.sub(r"[0-9A-Za-z](?=.{4})", "•", self.secret)
        return replace(
            self,
            text=self.text.replace(self.secret, hidden),
            html=self.html.replace(self.secret, hidden),
            secret="",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A visitor's question as the shop is told of it. ``email`` is whom to answer; ``case_id`` where it is handled."""

    case_id: UUID
    name: str
    email: str
    topic: str
    order_number: str
    text: str


class MailTransport(Protocol):
    """The way out for letters.

    :raises LetterRefused: when this letter can never be delivered; anything else that goes wrong is tried again.
    """

    def send(self, letter: Letter) -> None: ...


class Links(Protocol):
    """Addresses of the shop's pages that messages and staff are led to; the surface that shows them answers."""

    def order_page(self, *, order_id: UUID, market: str, language: str) -> str:
        """The absolute address of an order's page behind its signed link."""

    def account_page(self, *, market: str, language: str) -> str:
        """The absolute address of the page where buyers look after their account."""

    def home_page(self, *, market: str, language: str) -> str:
        """The absolute address of the shop's first page."""

    def account_link_page(self, *, link_id: UUID, market: str, language: str) -> str:
        """The absolute address of the page that a link by letter opens."""

    def news_page(self, *, link_id: UUID, market: str, language: str) -> str:
        """The absolute address where the shop's letters are confirmed or called off."""

    def preview(self, *, market: str, language: str, design: str, revisions: Mapping[str, int]) -> str:
        """The path of the shop as it stands at the desk, signed; of some designs other revisions than the drafts."""

    def product_page(self, *, slug: str, market: str, language: str, variant: str = "") -> str:
        """The absolute address of a product."""

    def review_page(self, *, order_id: UUID, market: str, language: str) -> str:
        """The absolute address where the goods of an order are reviewed, behind its signed link."""

    def alert_page(self, *, alert_id: UUID, market: str, language: str) -> str:
        """The absolute address where an alert is confirmed or stopped, behind its signed link."""

    def content_page(self, *, slug: str, market: str, language: str) -> str:
        """The absolute address of a page such as the terms."""
