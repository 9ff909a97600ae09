"""Settings as text, turned into what they mean, with an error that a person can act on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")

MAINTENANCE = "maintenance"
"""The file in the home that closes the shop."""


class BadSetting(Exception):
    """A setting that cannot be used; the message names it and says what it may be."""


@dataclass(frozen=True)
class Settings:
    """Named texts. Never printed: some are secrets."""

    values: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Settings({len(self.values)} values)"

    def text(self, name: str, *, default: str) -> str:
        return self.values.get(name, default)

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        given = self.values.get(name)
        if given is None:
            return default
        if not re.fullmatch(r"\d{1,9}", given) or not least <= int(given) <= most:
            raise BadSetting(f"{name}={given} is not a number from {least} to {most}")
        return int(given)

    def switch(self, name: str, *, default: bool) -> bool:
        given = self.values.get(name)
        if given is None:
            return default
        if given.lower() not in TRUE + FALSE:
            raise BadSetting(f"{name}={given} is neither on (1, true, yes, on) nor off (0, false, no, off)")
        return given.lower() in TRUE

    def choice(self, name: str, choices: Sequence[str], *, default: str) -> str:
        given = self.values.get(name, default)
        if given not in choices:
            raise BadSetting(f"{name}={given} is none of {', '.join(choices)}")
        return given

    def words(self, name: str) -> tuple[str, ...]:
        """The parts of a list written with commas or blanks."""
        return tuple(part for part in re.split(r"[,\s]+", self.values.get(name, "")) if part)
