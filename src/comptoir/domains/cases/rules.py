"""Pure rules of cases."""

import hashlib

_DIGITS = 16


def key_of(*parts: str) -> str:
    """A name for a finding: its parts as they are, the last one (any length) by its digest.

    The same words always give the same key, in every process and version.
    """
    *named, words = parts
    return ":".join((*named, hashlib.sha256(words.encode()).hexdigest()[:_DIGITS]))
