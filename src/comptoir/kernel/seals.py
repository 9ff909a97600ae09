"""Secrets at rest: sealed with keys that are not in the database, so that a copy of it alone tells nothing.

Each purpose has keys of its own, derived from those of the installation: what is sealed for one opens nothing of
another, and shares nothing with what is signed or hashed. The present key comes first; former ones still open.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_MARK = 12


class NotOpened(Exception):
    """None of the keys opens it."""


def signing_keys() -> tuple[str, ...]:
    """The installation's signing keys."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def card_keys() -> tuple[str, ...]:
    """Those of gift cards (``card.key`` or COMPTOIR_CARD_KEY), which seal what is worth money to whoever reads it; the
    signing keys, which stood in before there were any, still open."""
    return (*settings.CARD_KEYS, *signing_keys())


def sealed(text: str, *, purpose: bytes, keys: Sequence[str]) -> str:
    """The text, readable again only with one of those keys."""
    return _seals(purpose, keys).encrypt(text.encode()).decode()


def unsealed(seal: str, *, purpose: bytes, keys: Sequence[str]) -> str:
    """The text, whichever of the keys it was sealed with.

    :raises NotOpened: when it was none of them.
    """
    try:
        return _seals(purpose, keys).decrypt(seal.encode()).decode()
    except InvalidToken:
        raise NotOpened from None


def key_mark(*, purpose: bytes, keys: Sequence[str]) -> str:
    """A name for the present key that tells nothing about it: what is sealed under a former one?"""
    return derived(keys[0], purpose).hex()[:_MARK]


def derived(key: str, purpose: bytes) -> bytes:
    """A key of its own for a purpose."""
    return hmac.digest(key.encode(), purpose, hashlib.sha256)


def _seals(purpose: bytes, keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([_seal_with(key, purpose) for key in keys])


@cache
def _seal_with(key: str, purpose: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived(key, purpose)))
