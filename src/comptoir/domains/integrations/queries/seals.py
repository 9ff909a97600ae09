"""Secrets at rest: sealed with the installation's key, so that a copy of the database alone signs nothing.

They cannot be kept as a digest, as API keys are: every message is signed with them.
"""

from comptoir.kernel import seals

_PURPOSE = b"comptoir.integrations.secrets"


def sealed(secret: str) -> str:
    """The secret, readable again only with this installation's key."""
    return seals.sealed(secret, purpose=_PURPOSE, keys=seals.signing_keys())


def unsealed(seal: str) -> str:
    """The secret. Keys kept for rotation (``SECRET_KEY_FALLBACKS``) still open."""
    return seals.unsealed(seal, purpose=_PURPOSE, keys=seals.signing_keys())


def resealed(seal: str) -> str:
    """The same secret under the present key."""
    return sealed(unsealed(seal))
