"""How codes are kept: as a keyed hash, by which a typed one is found, and sealed, for the letter to whom it belongs.

Both under keys of their own (``CARD_KEYS``: COMPTOIR_HOME/card.key or COMPTOIR_CARD_KEY), the present one first. A copy
of the database alone spends nothing, not even for somebody who can try every code. Before there were keys of their own,
codes were hashed with the installation's signing key: that one, and those kept for rotation, still open.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

_MARK = 12


def code_hashes(code: str) -> list[str]:
    """What a code is kept as, under the present key first, then under those that are still accepted."""
    return [salted_hmac("comptoir.stored_value", code, secret=key, algorithm="sha256").hexdigest() for key in _keys()]


def sealed(code: str) -> str:
    """The code, readable again only with the keys of this installation."""
    return _seals().encrypt(code.encode()).decode()


def unsealed(seal: str) -> str:
    """The code, whichever of the keys it was sealed with.

    :raises InvalidToken: when it was none of them.
    """
    return _seals().decrypt(seal.encode()).decode()


def key_mark() -> str:
    """A name for the present key that tells nothing about it: which codes are kept under a former one?"""
    return _derived(_keys()[0], b"comptoir.stored_value.mark").hex()[:_MARK]


def _keys() -> tuple[str, ...]:
    return (*settings.CARD_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _seals() -> MultiFernet:
    return MultiFernet([_seal_with(key) for key in _keys()])


@cache
def _seal_with(key: str) -> Fernet:
    # What is sealed, what is hashed and what is signed share nothing.
    return Fernet(base64.urlsafe_b64encode(_derived(key, b"comptoir.stored_value.codes")))


def _derived(key: str, purpose: bytes) -> bytes:
    return hmac.digest(key.encode(), purpose, hashlib.sha256)
