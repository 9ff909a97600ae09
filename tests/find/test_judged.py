"""Buyers find what they ask for: of 200 questions, 95 of 100 have an answer among the first three goods."""

from collections import Counter
from collections.abc import Sequence

import pytest

from comptoir.domains.search.actions import save_synonyms
from comptoir.domains.search.queries import products_found
from comptoir.domains.search.values import Synonyms
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER
from tests.find.conftest import Fill, tell
from tests.find.judged import KINDS, LANGUAGES, SYNONYMS, Question, goods, halves, questions

FIRST = 3
LEAST = 0.95


def test_the_questions_are_as_many_and_as_mixed_as_was_promised() -> None:
    assert len(questions()) == 200
    assert len({(each.language, each.text) for each in questions()}) == 200
    kinds = Counter((each.kind, each.language) for each in questions())
    assert set(kinds) == {(kind, language) for kind in KINDS for language in LANGUAGES}
    assert min(kinds.values()) >= 16
    seen, held_out = halves()
    assert (len(seen), len(held_out)) == (100, 100)


def test_every_question_has_an_answer_and_few_goods_are_one() -> None:
    assert len(goods()) >= 5_000
    answers = [sum(question.is_answered_by(good) for good in goods()) for question in questions()]
    assert min(answers) >= 1
    assert max(answers) < len(goods()) / 10


@pytest.mark.django_db
def test_what_buyers_ask_for_is_among_the_first_three(engine_name: str, fill: Fill) -> None:
    for language, sets in SYNONYMS.items():
        for words in sets:
            written = Synonyms(id=new_id(), language=language, words=tuple(words))
            save_synonyms(synonyms=written, actor=OWNER, now=NOON)
    fill([good.document for good in goods()])
    rates = [_told(engine_name, name, half) for name, half in zip(("seen", "held out"), halves(), strict=True)]
    assert min(rates) >= LEAST


def _told(engine: str, name: str, half: Sequence[Question]) -> float:
    missed = [question for question in half if not _is_hit(question)]
    rate = 1 - len(missed) / len(half)
    tell(f"{engine}, {name}: {rate:.0%} of {len(half)} have an answer among the first {FIRST}")
    by_kind = Counter(question.kind for question in missed)
    asked = Counter(question.kind for question in half)
    tell("  " + ", ".join(f"{kind} {asked[kind] - by_kind[kind]}/{asked[kind]}" for kind in KINDS))
    for question in missed:
        # Of the half held out it is told how many, not which: nobody is to tune by them.
        if name == "seen":
            tell(f"  missed: {question.kind} {question.language} {question.text!r}")
    return rate


def _is_hit(question: Question) -> bool:
    found = products_found(market="fr", language=question.language, text=question.text, size=FIRST)
    known = {good.id: good for good in goods()}
    return any(question.is_answered_by(known[id]) for id in found)
