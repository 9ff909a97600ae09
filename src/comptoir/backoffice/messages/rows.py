"""Messages as lines: on the page of their order, and among the latest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.backoffice.parts import Pill, Tone, Words
from comptoir.domains.messages.values import NO_LONGER_TRUE, Message, MessageId, MessageKind, MessageState

KINDS: Mapping[MessageKind, Words] = {
    MessageKind.ORDER_TO_PAY: gettext_lazy("Order received, awaiting payment"),
    MessageKind.ORDER_CONFIRMED: gettext_lazy("Order confirmed"),
    MessageKind.PAYMENT_RECEIVED: gettext_lazy("Payment received"),
    MessageKind.ORDER_CHANGED: gettext_lazy("Order changed"),
    MessageKind.ORDER_READY: gettext_lazy("Order ready to collect"),
    MessageKind.ORDER_SHIPPED: gettext_lazy("Order shipped"),
    MessageKind.ORDER_DOWNLOADS: gettext_lazy("Downloads ready"),
    MessageKind.ORDER_CANCELLED: gettext_lazy("Order cancelled"),
    MessageKind.ORDER_CHANGED: gettext_lazy("Order changed"),
    MessageKind.RETURN_ACKNOWLEDGED: gettext_lazy("Return acknowledged"),
    MessageKind.RETURN_ACCEPTED: gettext_lazy("Return accepted"),
    MessageKind.RETURN_RECEIVED: gettext_lazy("Return received"),
    MessageKind.RETURN_REFUSED: gettext_lazy("Return refused"),
    MessageKind.REVIEW_INVITED: gettext_lazy("Invitation to review"),
    MessageKind.REVIEW_REFUSED: gettext_lazy("Review not published"),
    MessageKind.ALERT_ASKED: gettext_lazy("Alert to confirm"),
    MessageKind.STOCK_BACK: gettext_lazy("Back in stock"),
    MessageKind.STORED_VALUE_ISSUED: gettext_lazy("Code of a gift card or store credit"),
    MessageKind.PURCHASE_ORDER: gettext_lazy("Purchase order to a supplier"),
    MessageKind.ACCOUNT_LINK: gettext_lazy("Link into an account"),
    MessageKind.EMAIL_LINK: gettext_lazy("Link to a new e-mail address"),
    MessageKind.NEWS_LINK: gettext_lazy("Newsletter to confirm"),
    MessageKind.LOGIN_CHANGED: gettext_lazy("Change to an account"),
    MessageKind.QUESTION: gettext_lazy("Question from a visitor, to the shop"),
    MessageKind.ORDER_LINK: gettext_lazy("Link to an order"),
    MessageKind.TEST: gettext_lazy("Test"),
}
STATES: Mapping[MessageState, Pill] = {
    MessageState.QUEUED: Pill(pgettext_lazy("a message", "Waiting"), Tone.WAITING),
    MessageState.SENT: Pill(pgettext_lazy("a message", "Sent"), Tone.POSITIVE),
    MessageState.GIVEN_UP: Pill(pgettext_lazy("a message", "Failed"), Tone.DANGER),
}
_NOT_SENT = Pill(pgettext_lazy("a message", "Not sent"), Tone.NEUTRAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """``note`` says why it did not leave; ``failed`` whether that is a fault."""

    id: MessageId
    subject: str
    to: str
    state: Pill
    at: datetime | None
    resend_href: str = ""
    note: Words = ""
    failed: bool = False


def message_row(message: Message, *, resend_href: str = "") -> MessageRow:
    overtaken = message.failure == NO_LONGER_TRUE
    return MessageRow(
        id=message.id,
        subject=message.subject or str(KINDS[message.kind]),
        to=message.to,
        state=_NOT_SENT if overtaken else STATES[message.state],
        at=message.sent_at or message.queued_at,
        resend_href=resend_href,
        note=_("The order had changed before it could be sent.") if overtaken else message.failure,
        failed=bool(message.failure) and not overtaken,
    )
