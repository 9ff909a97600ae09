"""Sending messages: a subscriber that hangs or fails holds up neither the others nor the shop."""

import logging
import random
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

from comptoir.domains.integrations.actions import (
    claim_deliveries,
    forget_deliveries,
    queue_deliveries,
    record_answer,
    reseal_secrets,
)
from comptoir.domains.integrations.rules import message_id, signed_headers
from comptoir.domains.integrations.values import Answer, Failure, Outgoing, WebhookTransport
from comptoir.kernel import clock, ports
from comptoir.kernel.access import job_actor
from comptoir.kernel.events import read_event
from comptoir.kernel.jobs import job

COURIER = job_actor("courier")
AT_ONCE = 8
AT_ONCE_TO_ONE = 4
TAKES_ON_FOR_SECONDS = 4.0
"""Then a run only waits for what is under way: it leaves the worker's thread to other jobs before the next one."""

KEPT = timedelta(days=30)
_DELETED_AT_A_TIME = 10_000

log = logging.getLogger(__name__)


@job(every="* * * * * */5", alone=True)
def send_webhooks() -> None:
    """Send what waits, several at once, messages about one subject one after the other.

    At least once: cut at any line, a message is sent again when its lease ends, under the same ``webhook-id``. The
    network is spoken to by threads that know nothing of the database; this one claims and records, between them.
    """
    transport: WebhookTransport = ports.load("webhooks", "http")
    stop_at = time.monotonic() + TAKES_ON_FOR_SECONDS
    under_way: dict[Future[Answer], Outgoing] = {}
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="webhook") as pool:
        while True:
            if time.monotonic() < stop_at:
                for each in _claim(under_way):
                    under_way[pool.submit(send, each, transport)] = each
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                _record(under_way.pop(future), future.result())


def _claim(under_way: dict[Future[Answer], Outgoing]) -> list[Outgoing]:
    busy = [each.subscription_id for each in under_way.values()]
    room = AT_ONCE - len(under_way)
    return claim_deliveries(room=room, each=AT_ONCE_TO_ONE, under_way=busy, actor=COURIER, now=clock.now())


def send(outgoing: Outgoing, transport: WebhookTransport) -> Answer:
    """One try. The signature's time is the real one, whatever the test clock shows: subscribers compare it."""
    body = outgoing.body.encode()
    id = message_id(outgoing.delivery_id)
    headers = signed_headers(outgoing.secrets, id=id, at=clock.real_now(), body=body)
    try:
        return transport.post(url=outgoing.url, headers=headers, body=body)
    except Exception:
        # Whatever is wrong with this message, the others must not wait for it.
        log.exception("message could not be sent", extra={"delivery_id": str(outgoing.delivery_id)})
        return Answer(failure=Failure.FAULT)


def _record(sent: Outgoing, answer: Answer) -> None:
    if answer.failure or answer.status is None or answer.status >= 300:
        told = {"delivery_id": str(sent.delivery_id), "status": answer.status, "failure": answer.failure}
        log.warning("message not taken", extra=told)
    # Chance that only spreads tries over time; nothing is kept secret by it.
    record_answer(sent=sent, answer=answer, luck=random.random(), actor=COURIER, now=clock.now())  # noqa: S311 - see above


@job()
def tell_subscribers_later(name: str, payload: dict[str, Any]) -> None:
    """Queue a message about what happened. Cut after it was done, it is done again: only for news without a sequence,
    of which to hear twice is no harm."""
    queue_deliveries(happened=[read_event(name, payload)], actor=COURIER, now=clock.now())


@job(every="41 3 * * *")
def forget_old_messages() -> None:
    """Messages are kept for thirty days: to look at, and to catch up with."""
    now = clock.now()
    while forget_deliveries(before=now - KEPT, limit=_DELETED_AT_A_TIME, actor=COURIER, now=now):
        pass


@job(every="17 4 * * *")
def renew_seals() -> None:
    """After the installation's key was changed, secrets are sealed with the new one before the old one goes."""
    reseal_secrets(actor=COURIER, now=clock.now())
