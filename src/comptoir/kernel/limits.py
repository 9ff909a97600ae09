"""Rate limits: token buckets in one unlogged table, shared by every process of the installation."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings

from comptoir.kernel.errors import TooMany
from comptoir.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class Limit:
    """``burst`` requests at once, refilled at ``per_minute``; ``settings.RATE_LIMITS`` may say otherwise by name."""

    name: str
    burst: int
    per_minute: int


class LimitReached(TooMany):
    """The bucket is empty."""

    code = "limits.reached"


def take(limit: Limit, *, who: str, now: datetime) -> None:
    """Take one token for ``who`` (an address, a cart). One statement, exact under concurrency.

    :raises LimitReached: with the seconds until the next token.
    """
    burst, per_minute = settings.RATE_LIMITS.get(limit.name, (limit.burst, limit.per_minute))
    rows = fetch(
        """INSERT INTO kernel_rate_bucket AS bucket (key, tokens, filled_at) VALUES (%(key)s, %(burst)s - 1, %(now)s)
           ON CONFLICT (key) DO UPDATE
              SET tokens = least(%(burst)s, bucket.tokens
                           + greatest(0, extract(epoch FROM %(now)s - bucket.filled_at)) * %(per_second)s) - 1,
                  filled_at = greatest(bucket.filled_at, %(now)s)
            WHERE least(%(burst)s, bucket.tokens
                  + greatest(0, extract(epoch FROM %(now)s - bucket.filled_at)) * %(per_second)s) >= 1
        RETURNING tokens""",
        {"key": f"{limit.name}:{who}", "burst": burst, "now": now, "per_second": per_minute / 60},
    )
    if not rows:
        raise LimitReached(retry_after=max(1, ceil(60 / per_minute)))
