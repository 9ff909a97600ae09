"""Sending: a failing mail server never blocks anything else, and no letter is lost."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from comptoir.domains.messages.actions import give_up_message, mark_sent
from comptoir.domains.messages.errors import LetterRefused
from comptoir.domains.messages.queries import letter_for, message, waiting_messages
from comptoir.domains.messages.values import MailTransport, Message, MessageId
from comptoir.kernel import clock, ports
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

POSTMAN = job_actor("postman")
PATIENCE = timedelta(days=3)

log = logging.getLogger(__name__)


@job(every="* * * * * */5", alone=True)
def send_waiting_messages() -> None:
    """Send what waits, oldest first.

    A letter that fails for a passing reason stays in the queue and is tried again at the next run, for three days.
    At least once: a crash between sending and noting it sends the letter again, under the same Message-ID.
    """
    for message_id in waiting_messages():
        if not _send(message(message_id)):
            return  # the server is away: the others would fail as well


def _send(waiting: Message) -> bool:
    now = clock.now()
    letter = letter_for(waiting)
    if letter is None:
        _give_up(waiting.id, "no longer true")
        return True
    transport: MailTransport = ports.load("mail", settings.MAIL_TRANSPORT)
    try:
        transport.send(letter)
    except LetterRefused as refused:
        _give_up(waiting.id, str(refused))
        return True
    except OSError as error:
        log.warning("mail server is away", extra={"error": str(error)})
        if waiting.queued_at < now - PATIENCE:
            _give_up(waiting.id, f"mail server away: {error}")
        return False
    with transaction.atomic():
        mark_sent(message_id=waiting.id, letter=letter, actor=POSTMAN, now=now)
    return True


def _give_up(message_id: MessageId, reason: str) -> None:
    with transaction.atomic():
        give_up_message(message_id=message_id, reason=reason, actor=POSTMAN, now=clock.now())
