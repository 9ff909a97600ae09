"""References for articles that have none: always the same for the same handle and options, whatever else is there."""

import hashlib
import re
from collections.abc import Sequence

from comptoir.kernel.texts import slug_of

MOST = 100
_PLAIN = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")


def made_up_sku(handle: str, choice: Sequence[str]) -> str:
    """``clay-pot.large``: the handle, then each option's value. Different ones never give the same reference.

    What letters and digits cannot tell apart ("5 %", "5 +") is told apart by a few characters of a digest.
    """
    handle_part = handle if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", handle) else _with_digest(handle)
    made = ".".join((handle_part, *(_part(value) for value in choice)))
    return made if len(made) <= MOST else f"{made[: MOST - 9].rstrip('-.')}~{_digest(made)}"


def _part(value: str) -> str:
    return value.lower().replace(" ", "-") if _PLAIN.fullmatch(value) else _with_digest(value)


def _with_digest(text: str) -> str:
    return f"{slug_of(text, limit=30)}~{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
