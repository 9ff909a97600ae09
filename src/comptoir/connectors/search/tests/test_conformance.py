"""What every engine must do: the same questions, the same answers."""

from dataclasses import replace
from typing import Any

import pytest

from comptoir.connectors.search.tests.engines import Engine
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.testing import made_document, publish, withdraw
from comptoir.domains.search.values import Hits, Match, Query, Sort
from comptoir.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def asked(text: str = "", **more: Any) -> Query:
    more.setdefault("market", "fr")
    more.setdefault("language", "fr")
    more.setdefault("size", 10)
    return Query(wanted=tuple((word,) for word in text.split()), **more)


def ids_of(hits: Hits) -> tuple[ProductId, ...]:
    return hits.product_ids


def names(engine: Engine, known: dict[ProductId, str], query: Query) -> list[str]:
    return [known[id] for id in engine.find(query).product_ids]


def shop(engine: Engine, **goods: dict[str, Any]) -> dict[ProductId, str]:
    """Publish goods under short names."""
    ids = publish(engine, [made_document(**facts) for facts in goods.values()])
    return dict(zip(ids, goods, strict=True))


def test_an_empty_shop_finds_nothing(engine: Engine) -> None:
    assert engine.find(asked()) == Hits(product_ids=(), count=0, facts={})
    assert engine.find(asked("miel", counted=True)) == Hits(product_ids=(), count=0, facts={})


def test_plurals_and_the_other_words_of_a_stem_are_found(engine: Engine) -> None:
    known = shop(engine, jam={"title": "Confitures d'abricots"}, soap={"title": "Savon"})
    for text in ("confiture", "confitures", "abricot", "confiture abricots"):
        assert names(engine, known, asked(text)) == ["jam"], text
    english = publish(engine, [made_document("Baked cookies", languages=("en",))])
    assert ids_of(engine.find(asked("baking cookie", language="en"))) == tuple(english)


def test_the_title_weighs_more_than_keywords_and_those_more_than_the_text(engine: Engine) -> None:
    known = shop(
        engine,
        told={"title": "Pain", "text": "au miel"},
        kept={"title": "Bonbons", "keywords": "miel"},
        called={"title": "Miel"},
    )
    assert names(engine, known, asked("miel")) == ["called", "kept", "told"]


def test_every_word_counts_wherever_it_stands(engine: Engine) -> None:
    known = shop(
        engine,
        both={"title": "Miel", "text": "de montagne"},
        one={"title": "Miel"},
        other={"title": "Sac", "text": "de montagne"},
    )
    assert names(engine, known, asked("miel montagne")) == ["both"]
    assert sorted(names(engine, known, asked("miel montagne", match=Match.ANY))) == ["both", "one", "other"]
    assert names(engine, known, asked("miel montagne", match=Match.ANY))[0] == "both"


def test_words_that_mean_the_same_and_expressions(engine: Engine) -> None:
    known = shop(
        engine,
        sweater={"title": "Pull marin"},
        jumper={"title": "Chandail marin"},
        oil={"title": "Huile d'olive"},
        tin={"title": "Huile de noix", "text": "bidon"},
    )
    same = Query(market="fr", language="fr", wanted=(("pull", "chandail"), ("marin",)), size=10)
    assert sorted(names(engine, known, same)) == ["jumper", "sweater"]
    expression = Query(market="fr", language="fr", wanted=(("gras", "huile olive"),), size=10)
    assert names(engine, known, expression) == ["oil"]


@pytest.mark.parametrize("typed", ["chataigner", "chatagnier", "chataignierr", "hcataignier", "chataigmier"])
def test_a_slip_of_the_keyboard_is_forgiven_when_asked_to(engine: Engine, typed: str) -> None:
    known = shop(engine, honey={"title": "Miel de châtaignier"}, other={"title": "Miel de lavande"})
    assert names(engine, known, asked(typed)) in ([], ["honey"])  # a stem may forgive one by itself
    assert names(engine, known, asked(typed, match=Match.NEAR)) == ["honey"]
    assert names(engine, known, asked(f"miel {typed}", match=Match.NEAR)) == ["honey"]


def test_one_of_many_is_no_slip(engine: Engine) -> None:
    known = shop(engine, cheese={"title": "Fromages de chèvre"}, other={"title": "Moutardes fines"})
    assert names(engine, known, asked("fromge", match=Match.NEAR)) == ["cheese"]
    assert names(engine, known, asked("chevres", match=Match.NEAR)) == ["cheese"]


def test_short_words_are_taken_as_typed(engine: Engine) -> None:
    known = shop(engine, the={"title": "Thé vert"})
    assert names(engine, known, asked("tha", match=Match.NEAR)) == []


def test_the_word_being_typed_is_a_beginning(engine: Engine) -> None:
    known = shop(engine, jam={"title": "Confiture de fraises"}, comfort={"title": "Coussin confortable"})
    assert sorted(names(engine, known, asked("conf", unfinished=True))) == ["comfort", "jam"]
    assert names(engine, known, asked("fraise conf", unfinished=True)) == ["jam"]
    assert names(engine, known, asked("conf")) == []


def test_markets_and_languages_are_apart(engine: Engine) -> None:
    here = publish(engine, [made_document("Miel", languages=("fr", "en"))])
    publish(engine, [made_document("Miel", market="be")])
    publish(engine, [made_document("Miel", languages=("en",))])
    assert ids_of(engine.find(asked("miel"))) == tuple(here)
    assert engine.find(asked("miel", language="en")).count == 2
    assert engine.find(asked("miel", market="be")).count == 1


def test_facts_narrow_and_are_counted_as_if_their_own_question_were_open(engine: Engine) -> None:
    known = shop(
        engine,
        red={"facts": ["in:tea", "a.colour:red", "a.size:s", "stock:now"]},
        blue={"facts": ["in:tea", "a.colour:blue", "a.size:s", "stock:out"]},
        both={"facts": ["in:tea", "a.colour:red", "a.colour:blue", "a.size:l", "stock:now"]},
        elsewhere={"facts": ["in:wine", "a.colour:red", "a.size:s", "stock:now"]},
    )
    query = asked(within="in:tea", sort=Sort.FEATURED, counted=True, filters=(("a.colour", ("red",)),))
    hits = engine.find(query)
    assert {known[id] for id in hits.product_ids} == {"red", "both"}
    assert hits.count == 2
    assert hits.facts == {
        "a.colour:red": 2,
        "a.colour:blue": 2,
        "a.size:s": 1,
        "a.size:l": 1,
        "stock:now": 2,
    }
    either = replace(query, filters=(("a.colour", ("blue", "red")), ("a.size", ("s",))))
    assert engine.find(either).count == 2
    assert engine.find(replace(query, filters=(("a.colour", ("green",)),))).count == 0
    everywhere = engine.find(replace(query, within="", filters=()))
    assert (everywhere.count, everywhere.facts["in:wine"], everywhere.facts["a.colour:red"]) == (4, 1, 3)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.PRICE, [100, 200, 200, 200, 300, 400]),
        (Sort.PRICE_DOWN, [400, 300, 200, 200, 200, 100]),
    ],
)
def test_pages_follow_each_other_without_gap_or_repeat(engine: Engine, sort: Sort, expected: list[int]) -> None:
    prices = [300, 200, 100, 400, 200, 200]
    ids = publish(engine, [made_document("Miel", price=price) for price in prices])
    price_of = dict(zip(ids, prices, strict=True))
    for text in ("", "miel"):
        seen: list[ProductId] = []
        query = asked(text, sort=sort, size=2)
        while True:
            hits = engine.find(query)
            assert hits.count == 6
            seen += hits.product_ids
            if not hits.more:
                break
            query = replace(query, after=hits.last)
        assert [price_of[id] for id in seen] == expected
        assert len(set(seen)) == 6


def test_the_best_matches_are_turned_over_too(engine: Engine) -> None:
    ids = publish(engine, [made_document("Miel", text=f"no {number}") for number in range(5)])
    pages = [engine.find(asked("miel", size=2, skip=skip)) for skip in (0, 2, 4)]
    assert [(len(page.product_ids), page.more) for page in pages] == [(2, True), (2, True), (1, False)]
    assert {id for page in pages for id in page.product_ids} == set(ids)


def test_what_leads_comes_first_and_only_once(engine: Engine) -> None:
    ids = publish(engine, [made_document("Miel", position=number) for number in range(5)])
    query = asked(sort=Sort.FEATURED, size=2, lead=(ids[4], ids[2], ProductId(new_id())))
    first = engine.find(query)
    assert first.product_ids == (ids[4], ids[2], ids[0], ids[1])
    assert (first.count, first.more) == (5, True)
    assert engine.find(replace(query, after=first.last)).product_ids == (ids[3],)
    best = engine.find(asked("miel", lead=(ids[3],)))
    assert (best.product_ids[0], len(best.product_ids), best.count) == (ids[3], 5, 5)


def test_what_is_forced_is_found_by_any_words_and_still_narrowed(engine: Engine) -> None:
    known = shop(
        engine,
        honey={"title": "Miel", "facts": ["stock:now"]},
        bread={"title": "Pain d'épices", "facts": ["stock:out"]},
        other={"title": "Savon", "facts": ["stock:now"]},
    )
    bread = next(id for id, name in known.items() if name == "bread")
    query = asked("miel", lead=(bread,), forced=(bread,), counted=True)
    assert names(engine, known, query) == ["bread", "honey"]
    assert engine.find(query).facts == {"stock:now": 1, "stock:out": 1}
    assert names(engine, known, replace(query, filters=(("stock", ("now",)),))) == ["honey"]


def test_what_is_hidden_is_neither_found_nor_counted(engine: Engine) -> None:
    ids = publish(engine, [made_document("Miel", facts=["stock:now"]) for _ in range(3)])
    for text in ("", "miel"):
        hits = engine.find(asked(text, hidden=(ids[1],), counted=True))
        assert (hits.count, hits.facts) == (2, {"stock:now": 2})
        assert set(hits.product_ids) == {ids[0], ids[2]}


def test_what_changes_is_found_as_it_is_now(engine: Engine) -> None:
    first, second = publish(engine, [made_document("Miel", facts=["a.b:c"]), made_document("Miel", facts=["a.b:c"])])
    publish(engine, [made_document("Bougie", facts=["a.b:d"], id=first)])
    withdraw(engine, [second])
    assert engine.find(asked("miel")).count == 0
    hits = engine.find(asked("bougie", counted=True))
    assert (hits.product_ids, hits.facts) == ((first,), {"a.b:d": 1})
    publish(engine, [made_document("Miel", id=second)])
    assert engine.find(asked("miel")).product_ids == (second,)


@pytest.mark.parametrize("text", ["a" * 5000, "0", "œuf", "mielmielmiel" * 4])
def test_odd_words_break_nothing(engine: Engine, text: str) -> None:
    publish(engine, [made_document("Miel")])
    for match in Match:
        for unfinished in (False, True):
            assert engine.find(asked(text, match=match, unfinished=unfinished)).count == 0
