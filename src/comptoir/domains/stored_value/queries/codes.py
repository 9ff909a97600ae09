"""How codes are kept: as a keyed hash, by which a typed one is found, and sealed, for the letter to whom it belongs.

Both under keys of their own (``CARD_KEYS``: COMPTOIR_HOME/card.key or COMPTOIR_CARD_KEY), the present one first. A copy
of the database alone spends nothing, not even for somebody who can try every code. Before there were keys of their own,
codes were hashed with the installation's signing key: that one, and those kept for rotation, still open.
"""

from django.utils.crypto import salted_hmac

from comptoir.kernel import seals

_PURPOSE = b"comptoir.stored_value.codes"


def code_hashes(code: str) -> list[str]:
    """What a code is kept as, under the present key first, then under those that are still accepted."""
    return [
        salted_hmac("comptoir.stored_value", code, secret=key, algorithm="sha256").hexdigest()
        for key in seals.card_keys()
    ]


def sealed(code: str) -> str:
    """The code, readable again only with the keys of this installation."""
    return seals.sealed(code, purpose=_PURPOSE, keys=seals.card_keys())


def unsealed(seal: str) -> str:
    """The code, whichever of the keys it was sealed with.

    :raises NotOpened: when it was none of them.
    """
    return seals.unsealed(seal, purpose=_PURPOSE, keys=seals.card_keys())


def key_mark() -> str:
    """A name for the present key that tells nothing about it: which codes are kept under a former one?"""
    return seals.key_mark(purpose=b"comptoir.stored_value.mark", keys=seals.card_keys())
