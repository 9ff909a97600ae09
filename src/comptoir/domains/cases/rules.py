"""Pure rules of cases."""

import hashlib
from collections.abc import Iterator

from comptoir.domains.cases.errors import QuestionFieldNeeded, QuestionTooLong
from comptoir.domains.cases.values import LONGEST_QUESTION, Question
from comptoir.kernel.errors import Invalid

_DIGITS = 16
_LONGEST_NAME = 120
_LONGEST_NUMBER = 60


def key_of(*parts: str) -> str:
    """A name for a finding: its parts as they are, the last one (any length) by its digest.

    The same words always give the same key, in every process and version.
    """
    *named, words = parts
    return ":".join((*named, hashlib.sha256(words.encode()).hexdigest()[:_DIGITS]))


def question_errors(question: Question) -> Iterator[Invalid]:
    """What is wrong with a tidy question, by field; its e-mail is the kernel's to check."""
    for field in ("name", "text"):
        if not getattr(question, field):
            yield QuestionFieldNeeded(field=field)
    limits = {"name": _LONGEST_NAME, "order_number": _LONGEST_NUMBER, "text": LONGEST_QUESTION}
    for field, limit in limits.items():
        if len(getattr(question, field)) > limit:
            yield QuestionTooLong(field=field, limit=limit)


def key_of_question(question: Question, day: str) -> str:
    """The same words of the same person on one day are one question, however often the button is pressed."""
    return key_of("question", day, f"{question.email}\n{question.topic}\n{question.order_number}\n{question.text}")
