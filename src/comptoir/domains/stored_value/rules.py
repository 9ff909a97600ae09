"""Pure rules of stored value: what a code looks like, and until when what comes back can be spent."""

from collections.abc import Callable
from datetime import date

from comptoir.domains.stored_value.values import GRACE

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that reads like something else
_CHARACTERS, _GROUP = 16, 4  # 80 bits: nobody guesses one of them, at whatever rate
_MISREAD = str.maketrans("OIL", "011")


def new_code(pick: Callable[[str], str]) -> str:
    """A code of characters that ``pick`` draws from the alphabet, one at a time."""
    return "".join(pick(_ALPHABET) for _ in range(_CHARACTERS))


def grouped(code: str) -> str:
    """As it is shown: ``7Q4M-0VXA-…``."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def code_as_typed(text: str) -> str:
    """The code that somebody typed, however they grouped it and whatever they misread; "" when it cannot be one."""
    code = "".join(letter for letter in text.upper() if letter not in " -\u00a0\u202f\u2011\u2013").translate(_MISREAD)
    return code if len(code) == _CHARACTERS and not set(code) - set(_ALPHABET) else ""


def expiry_after_return(expires_on: date | None, *, today: date) -> date | None:
    """What comes back to an account can be spent for a while, even if the account has expired meanwhile."""
    return None if expires_on is None else max(expires_on, today + GRACE)
