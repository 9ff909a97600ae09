"""Pure rules of webhooks: what may be subscribed to, how a message is signed, when it is tried again."""

import base64
import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from comptoir.domains.integrations.errors import BadUrl, EventNeeded, MarketNeeded, NameNeeded, UnknownEvent
from comptoir.domains.integrations.values import EVENT_NAMES, Answer, DeliveryState, SubscriptionDraft
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.texts import typed_line

SECRET_MARK = "whsec_"  # noqa: S105 - the mark that the standard puts before every secret
SECRET_BYTES = 32
FORMER_SECRET_FOR = timedelta(hours=24)
"""How long messages are signed with the former secret too, so that a subscriber can change over in its own time."""

LEASE = timedelta(seconds=60)
"""For so long nobody else sends a message that was claimed; several times what one try may take."""

PATIENCE = timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=4)
LONGEST_WISH = timedelta(days=1)
"""What a subscriber asks for by Retry-After is granted up to this."""

FAILURES_BEFORE_REST, LONGEST_REST = 3, timedelta(minutes=5)
FAILING_AFTER = timedelta(days=1)
"""Somebody is told while there is time left: the first messages are given up after three days."""

MOST_KEPT = 1_000
_GONE = 410
_LONGEST_URL = 2_000


def checked(draft: SubscriptionDraft, *, to_this_machine: bool) -> SubscriptionDraft:
    """The draft, tidied.

    :param to_this_machine: whether plain HTTP to this machine itself is allowed, as it is in demonstrations and tests.
    :raises ManyInvalid: with everything that is wrong.
    """
    name, url = typed_line(draft.name), draft.url.strip()
    wrong: list[Invalid] = []
    if not 0 < len(name) <= 80:
        wrong.append(NameNeeded(field="name"))
    if not _is_good_url(url, to_this_machine):
        wrong.append(BadUrl(field="url"))
    if not draft.event_names:
        wrong.append(EventNeeded(field="events"))
    wrong += [UnknownEvent(field="events", event=each) for each in sorted(draft.event_names - set(EVENT_NAMES))]
    if draft.markets is not None and not draft.markets:
        wrong.append(MarketNeeded(field="markets"))
    if wrong:
        raise ManyInvalid(errors=tuple(wrong))
    return SubscriptionDraft(
        name=name, url=url, event_names=draft.event_names, markets=draft.markets, enabled=draft.enabled
    )


def _is_good_url(url: str, to_this_machine: bool) -> bool:
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > _LONGEST_URL:
        return False
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and to_this_machine and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def wants(event_names: Iterable[str], markets: Iterable[str] | None, *, name: str, market: str | None) -> bool:
    """Whether a subscription hears of this. ``market`` "" for what belongs to none; None where it is not known:
    then only whoever hears of all markets does.
    """
    in_scope = markets is None or market == "" or (market is not None and market in markets)
    return name in event_names and in_scope


def message_id(delivery_id: object) -> str:
    """The ``webhook-id``: the same at every try, so that whoever got it twice knows."""
    return f"msg_{delivery_id}"


def signed_headers(secrets: Iterable[str], *, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of the Standard Webhooks specification 1.0 (https://www.standardwebhooks.com), one signature for
    each secret."""
    timestamp = str(int(at.timestamp()))
    content = f"{id}.{timestamp}.".encode() + body
    signatures = " ".join(f"v1,{_signature(secret, content)}" for secret in secrets)
    return {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures}


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_MARK))
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()


def secret_of(random: bytes) -> str:
    """A secret as it is shown to people."""
    return SECRET_MARK + base64.b64encode(random).decode()


def state_after(answer: Answer, *, queued_at: datetime, now: datetime) -> DeliveryState:
    """What becomes of a message: arrived with any 2xx, given up when the subscriber is gone or patience is at its end,
    else tried again."""
    if answer.status is not None and 200 <= answer.status < 300:
        return DeliveryState.DELIVERED
    if is_gone(answer) or queued_at <= now - PATIENCE:
        return DeliveryState.GIVEN_UP
    return DeliveryState.QUEUED


def is_gone(answer: Answer) -> bool:
    """Whether the subscriber says that it will never listen again."""
    return answer.status == _GONE


def pause_after(tries: int, *, luck: float, wish: timedelta | None) -> timedelta:
    """How long a message waits after so many tries: three times longer each time, up to four hours, at least as long as
    the subscriber wishes.

    :param luck: between 0 and 1. It spreads the tries, so that a subscriber that comes back is not run over.
    """
    longest: timedelta = min(FIRST_PAUSE * 3 ** min(tries - 1, 12), LONGEST_PAUSE)
    return max(longest * (0.5 + luck / 2), min(wish or timedelta(0), LONGEST_WISH))


def rest_after(failures: int, *, wish: timedelta | None) -> timedelta:
    """How long a subscriber is left alone altogether after so many failures in a row: the slots are for others."""
    rest = timedelta(0)
    if failures >= FAILURES_BEFORE_REST:
        rest = min(timedelta(seconds=2 ** min(failures, 12)), LONGEST_REST)
    return max(rest, min(wish or timedelta(0), LONGEST_WISH))


def is_failing(failing_since: datetime, now: datetime) -> bool:
    """Whether it has failed for so long that somebody should look."""
    return failing_since <= now - FAILING_AFTER
