"""What the merchant arranges is checked, kept, and told."""

from typing import Any

import pytest

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.actions import arrange, drop_arrangement, drop_synonyms, save_synonyms
from comptoir.domains.search.errors import (
    AlreadyArranged,
    ArrangedTwice,
    NothingArranged,
    NowhereArranged,
    TooFewWords,
    TooManyArranged,
    TooManyWords,
    UnknownArrangement,
    UnknownSynonyms,
)
from comptoir.domains.search.queries import all_arrangements, all_synonyms, arrangement, synonyms
from comptoir.domains.search.values import Arrangement, Synonyms
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db(transaction=True)


def some(count: int) -> tuple[ProductId, ...]:
    return tuple(ProductId(new_id()) for _ in range(count))


def made(**facts: Any) -> Arrangement:
    return Arrangement(id=new_id(), market="fr", **{"words": "miel", "pinned": some(1), **facts})


def test_synonyms_are_kept_tidy_and_every_change_leaves_a_line() -> None:
    written = Synonyms(id=new_id(), language="fr", words=(" Pull ", "", "chandail", "PULL", "gros  tricot"))
    save_synonyms(synonyms=written, actor=OWNER, now=NOON)
    save_synonyms(synonyms=written, actor=OWNER, now=NOON)
    assert synonyms(written.id).words == ("Pull", "chandail", "gros tricot")
    assert [line.action for line in history_of("search.synonyms", written.id)] == ["saved"]
    drop_synonyms(id=written.id, actor=OWNER, now=NOON)
    assert all_synonyms() == ()
    with pytest.raises(UnknownSynonyms):
        drop_synonyms(id=written.id, actor=OWNER, now=NOON)
    with pytest.raises(UnknownSynonyms):
        synonyms(written.id)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [(("miel",), TooFewWords), (("miel", "MIEL"), TooFewWords), (tuple("abcdefghijklmnopqrstu"), TooManyWords)],
)
def test_one_word_has_no_synonym_and_too_many_are_none(words: tuple[str, ...], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        save_synonyms(synonyms=Synonyms(id=new_id(), language="fr", words=words), actor=OWNER, now=NOON)
    assert all_synonyms() == ()


def test_an_arrangement_is_for_words_or_for_a_category() -> None:
    first = made(words="Miels de lavande")
    arrange(arrangement=first, actor=OWNER, now=NOON)
    assert arrangement(first.id).pinned == first.pinned
    with pytest.raises(AlreadyArranged):
        arrange(arrangement=made(words="lavande de miel"), actor=OWNER, now=NOON)
    for nowhere in ({"words": ""}, {"category": "c"}, {"words": "…"}):
        with pytest.raises(NowhereArranged):
            arrange(arrangement=made(**nowhere), actor=OWNER, now=NOON)
    category = made(words="", category="c", pinned=(), hidden=some(2))
    arrange(arrangement=category, actor=OWNER, now=NOON)
    assert len(all_arrangements()) == 2
    drop_arrangement(id=first.id, actor=OWNER, now=NOON)
    with pytest.raises(UnknownArrangement):
        arrangement(first.id)
    assert [line.action for line in history_of("search.arrangement", first.id)] == ["dropped", "saved"]


def test_products_are_few_and_named_once() -> None:
    (one,) = some(1)
    for wrong, refusal in (
        ({"pinned": ()}, NothingArranged),
        ({"pinned": some(13)}, TooManyArranged),
        ({"pinned": (one, one)}, ArrangedTwice),
        ({"pinned": (one,), "hidden": (one,)}, ArrangedTwice),
    ):
        with pytest.raises(refusal):
            arrange(arrangement=made(**wrong), actor=OWNER, now=NOON)
    assert all_arrangements() == ()


def test_without_the_permission_nothing_is_arranged() -> None:
    written = Synonyms(id=new_id(), language="fr", words=("pull", "chandail"))
    known = made()
    save_synonyms(synonyms=written, actor=OWNER, now=NOON)
    arrange(arrangement=known, actor=OWNER, now=NOON)
    for refused in (
        lambda: save_synonyms(
            synonyms=Synonyms(id=written.id, language="fr", words=("a", "b")), actor=NOBODY, now=NOON
        ),
        lambda: drop_synonyms(id=written.id, actor=NOBODY, now=NOON),
        lambda: arrange(arrangement=made(words="savon"), actor=NOBODY, now=NOON),
        lambda: drop_arrangement(id=known.id, actor=NOBODY, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert (len(all_synonyms()), len(all_arrangements())) == (1, 1)
    assert synonyms(written.id).words == ("pull", "chandail")
