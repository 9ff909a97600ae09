from dataclasses import dataclass, replace
from enum import StrEnum

from comptoir.kernel.texts import typed, typed_line

LONGEST_QUESTION = 4_000


class Topic(StrEnum):
    """What a visitor writes about, as they choose it from a list."""

    ORDER = "order"
    GOODS = "goods"
    RETURN = "return"
    COMPANY = "company"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wrote on the contact page. ``order_number`` is as they typed it, and proves nothing."""

    name: str
    email: str
    topic: Topic
    order_number: str
    text: str
    market: str
    language: str

    def tidied(self) -> "Question":
        """Without what nobody sees: no control characters, names and numbers on one line."""
        return replace(
            self,
            name=typed_line(self.name),
            email=self.email.strip().lower(),
            order_number=typed_line(self.order_number),
            text=typed(self.text),
        )
