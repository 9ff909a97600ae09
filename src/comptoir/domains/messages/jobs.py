"""Sending: a failing mail server never blocks anything else, and no letter is lost."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from comptoir.domains.messages.actions import (
    forget_old_alerts,
    give_up_message,
    mark_sent,
    postpone_message,
    tell_back_in_stock,
)
from comptoir.domains.messages.errors import LetterRefused
from comptoir.domains.messages.queries import letter_for, message, variants_waited_for, waiting_messages
from comptoir.domains.messages.values import NO_LONGER_TRUE, MailTransport, Message, MessageId
from comptoir.kernel import clock, ports
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

POSTMAN = job_actor("postman")
PATIENCE = timedelta(days=3)
MOST_FAILURES = 3

log = logging.getLogger(__name__)


@job(every="* * * * * */5", alone=True)
def send_waiting_messages() -> None:
    """Send what waits, oldest first.

    A letter that cannot leave for a passing reason is tried again after ever longer pauses, for three days, and holds
    nobody up. After some failures in a row the server is taken to be away, and the rest waits for the next run.
    At least once: a crash between sending and noting it sends the letter again, under the same Message-ID.
    """
    failures = 0
    for message_id in waiting_messages(clock.now()):
        failures = 0 if _sent_or_given_up(message(message_id)) else failures + 1
        if failures == MOST_FAILURES:
            return


def _sent_or_given_up(waiting: Message) -> bool:
    now = clock.now()
    try:
        return _send(waiting, now)
    except Exception as error:
        # Whatever is wrong with this letter, the others must not wait for it.
        log.exception("letter could not be sent", extra={"message_id": str(waiting.id)})
        _try_again(waiting, str(error) or type(error).__name__, now)
        return False


def _send(waiting: Message, now: datetime) -> bool:
    letter = letter_for(waiting, now=now)
    if letter is None:
        _give_up(waiting.id, NO_LONGER_TRUE, now)
        return True
    transport: MailTransport = ports.load("mail", settings.MAIL_TRANSPORT)
    try:
        transport.send(letter)
    except LetterRefused as refused:
        _give_up(waiting.id, str(refused), now)
        return True
    except OSError as error:
        log.warning("letter not taken, to be tried again", extra={"error": str(error)})
        _try_again(waiting, str(error), now)
        return False
    with transaction.atomic():
        mark_sent(message_id=waiting.id, letter=letter, actor=POSTMAN, now=now)
    return True


def _try_again(waiting: Message, reason: str, now: datetime) -> None:
    if waiting.queued_at < now - PATIENCE:
        _give_up(waiting.id, f"tried for three days: {reason}", now)
    else:
        postpone_message(message_id=waiting.id, reason=reason, actor=POSTMAN, now=now)


def _give_up(message_id: MessageId, reason: str, now: datetime) -> None:
    with transaction.atomic():
        give_up_message(message_id=message_id, reason=reason, actor=POSTMAN, now=now)


@job(every="*/15 * * * *", alone=True)
def tell_waiting_alerts() -> None:
    """Of what is still there after some were told, the next may be told; and what no event has said is seen here."""
    tell_back_in_stock(variant_ids=variants_waited_for(), actor=POSTMAN, now=clock.now())


@job(every="50 3 * * *", alone=True)
def forget_alerts() -> None:
    """Addresses are kept as long as they are of use, and no longer."""
    forget_old_alerts(actor=POSTMAN, now=clock.now())
