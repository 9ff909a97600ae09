"""Signed messages as the Standard Webhooks specification has them (https://www.standardwebhooks.com, version 1)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from comptoir.domains.payments.errors import BadSignature, StaleMessage

TOLERANCE = timedelta(minutes=5)


def check_message(*, headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> tuple[str, datetime]:
    """Check a message's signature and age; returns its id and when it was sent.

    The raw body counts, not what somebody has parsed and written again. A message is as good as its worst part: without
    a secret, an id or a timestamp there is no signature.

    :param secret: ``whsec_`` and base64.
    :raises BadSignature: when no signature of the secret is among those given.
    :raises StaleMessage: when it is more than five minutes away from ``now``, either way.
    """
    named = {name.lower(): value for name, value in headers.items()}
    id, timestamp = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise BadSignature from None
    if not key or not id or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 11:
        raise BadSignature
    wanted = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    if not any(_is(signature, wanted) for signature in named.get("webhook-signature", "").split(" ")):
        raise BadSignature
    sent_at = datetime.fromtimestamp(int(timestamp), UTC)
    if abs(now - sent_at) > TOLERANCE:
        raise StaleMessage(sent_at=sent_at)
    return id, sent_at


def _is(signature: str, wanted: bytes) -> bool:
    version, _, given = signature.partition(",")
    try:
        return version == "v1" and hmac.compare_digest(base64.b64decode(given, validate=True), wanted)
    except ValueError:
        return False
