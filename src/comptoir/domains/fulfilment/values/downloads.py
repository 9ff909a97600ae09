"""Files that were bought, and how often and how long they may be fetched."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import FileId

DownloadId = NewType("DownloadId", UUID)

MOST_TIMES = 100
MOST_DAYS = 3_650


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadRules:
    """How often, and for how many days after they were paid, files may be fetched."""

    times: int = 5
    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that the buyer of an order may fetch: ``left`` times more, until ``expires_at``; ended, no more."""

    id: DownloadId
    order_id: UUID
    position: int
    file_id: FileId
    name: str
    size: int
    opened_at: datetime
    expires_at: datetime
    most: int
    used: int
    last_used_at: datetime | None
    renewals: int
    ended_at: datetime | None

    @property
    def left(self) -> int:
        return self.most - self.used

    @property
    def signed(self) -> str:
        """What is signed in its link: one that was renewed has another from then on."""
        return f"{self.id}#{self.renewals}"

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and self.left > 0 and now < self.expires_at
