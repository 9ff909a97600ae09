"""Secrets at rest: sealed with the installation's key, so that a copy of the database alone signs nothing.

They cannot be kept as a digest, as API keys are: every message is signed with them.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def sealed(secret: str) -> str:
    """The secret, readable again only with this installation's key."""
    return _seals().encrypt(secret.encode()).decode()


def unsealed(seal: str) -> str:
    """The secret. Keys kept for rotation (``SECRET_KEY_FALLBACKS``) still open."""
    return _seals().decrypt(seal.encode()).decode()


def resealed(seal: str) -> str:
    """The same secret under the present key."""
    return _seals().rotate(seal.encode()).decode()


def _seals() -> MultiFernet:
    return MultiFernet([_seal_with(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _seal_with(key: str) -> Fernet:
    # A key of its own, derived: what is sealed here and what is signed elsewhere share nothing.
    derived = hmac.digest(key.encode(), b"comptoir.integrations.secrets", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(derived))
