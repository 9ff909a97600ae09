from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(slots=True)
class Patience:
    """How long fetching may take in all, and which hosts do not answer. Kept from one call to the next."""

    seconds: float
    spent: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def left(self) -> float:
        return max(0.0, self.seconds - self.spent)


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why a picture could not be had: a code of ``PICTURE_REASONS``."""

    reason: str


class PictureSource(Protocol):
    """Port ``pictures``: fetches what lies at addresses that somebody else wrote down."""

    def fetch(self, *, addresses: Sequence[str], patience: Patience) -> Mapping[str, bytes | NotFetched]:
        """What lies there, or why it could not be had; an answer for each address, nothing raised.

        Only the public internet may be asked. ``patience`` is what may be spent, and is told what was.
        """
