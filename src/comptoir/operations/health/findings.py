"""What a look found."""

from dataclasses import dataclass
from typing import Literal

Grade = Literal["good", "notice", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One line of the report. `wrong` means that the shop does not or must not run like this."""

    grade: Grade
    label: str
    words: str
    remedy: str = ""


def good(label: str, words: str) -> Finding:
    return Finding("good", label, words)


def notice(label: str, words: str, remedy: str) -> Finding:
    return Finding("notice", label, words, remedy)


def wrong(label: str, words: str, remedy: str) -> Finding:
    return Finding("wrong", label, words, remedy)
