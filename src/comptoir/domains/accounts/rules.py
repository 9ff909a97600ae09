"""Pure rules of rights: what a pattern may look like, and who may give it away."""

import re
from collections.abc import Collection, Iterable

from comptoir.domains.accounts.errors import BadPattern, BeyondOwnReach, BeyondOwnRights
from comptoir.domains.accounts.values import KEY_MARK

_PATTERN = re.compile(r"\*|(\*|[a-z_]+)\.(\*|[a-z_]+)")
_KEY = re.compile(rf"{KEY_MARK}_([0-9a-z]{{10}})_([0-9A-Za-z]{{43}})")


def check_patterns(patterns: Iterable[str]) -> None:
    """That these are permissions or patterns of permissions.

    :raises BadPattern: for the first that is not.
    """
    for pattern in patterns:
        if not _PATTERN.fullmatch(pattern) or pattern == "*.*":
            raise BadPattern(field="scopes", pattern=pattern)


def check_gift(
    patterns: Iterable[str],
    markets: Collection[str] | None,
    *,
    held: Collection[str],
    held_markets: Collection[str] | None,
) -> None:
    """That whoever holds the one may give the other: nobody gives more rights, or more markets, than they have.

    :raises BeyondOwnRights: with the first pattern that is too much, or the markets.
    """
    for pattern in sorted(patterns):
        if not _covered(pattern, held):
            raise BeyondOwnRights(pattern=pattern)
    if held_markets is not None and (markets is None or not set(markets) <= set(held_markets)):
        raise BeyondOwnRights(pattern=", ".join(sorted(markets or ())) or "*")


def check_reach(markets: Collection[str] | None, *, held_markets: Collection[str] | None) -> None:
    """That whoever works in the one may change people and keys of the other.

    :raises BeyondOwnReach: for more markets than one's own.
    """
    if held_markets is not None and (markets is None or not set(markets) <= set(held_markets)):
        raise BeyondOwnReach


def _covered(pattern: str, held: Collection[str]) -> bool:
    domain, _, verb = pattern.partition(".")
    return not {pattern, "*", f"{domain}.*", f"*.{verb}"}.isdisjoint(held)


def key_prefix(secret: str) -> str | None:
    """The public part of an API key, or None when the text cannot be one."""
    found = _KEY.fullmatch(secret)
    return found[1] if found else None
