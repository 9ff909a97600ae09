"""Rate limits as a setting."""

import re
from collections.abc import Iterable

from comptoir.config.values import BadSetting

_LIMIT = re.compile(r"([a-z._-]+)=([1-9][0-9]{0,6})/([1-9][0-9]{0,6})")


def rate_limits(words: Iterable[str]) -> dict[str, tuple[int, int]]:
    """``api.carts=120/60``: the burst and the refill per minute of a limit, by its name.

    :raises BadSetting: for a word that is not of that form.
    """
    found: dict[str, tuple[int, int]] = {}
    for word in words:
        match = _LIMIT.fullmatch(word)
        if match is None:
            raise BadSetting(f"COMPTOIR_RATE_LIMITS: {word} is not of the form api.carts=120/60")
        found[match[1]] = (int(match[2]), int(match[3]))
    return found
