"""Questions of buyers, and which products answer them.

They were written down from what the catalogue holds before any engine was asked, and a fixed seed parts them
into a half to look at and a half that was only ever counted.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.rules import plain
from comptoir.domains.search.testing import made_document
from comptoir.kernel.ids import new_id
from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.content.generated import generate_products, generated_makers
from comptoir.operations.demo.content.values import Product

GENERATED, CATALOGUE_SEED, HALVES_SEED = 5_000, 7, 2026
LANGUAGES = ("fr", "en")
KINDS = ("exact", "typo", "accent", "plural", "synonym", "attribute")

SYNONYMS: Mapping[str, Sequence[Sequence[str]]] = {
    "fr": (
        ("confiture", "marmelade"),
        ("terrine", "pâté"),
        ("saucisson", "salami", "saucisse sèche"),
        ("tomme", "fromage"),
        ("sablés", "biscuits", "gâteaux secs"),
        ("infusion", "tisane"),
        ("sirop", "concentré"),
        ("savon", "savonnette"),
        ("tasse", "mug"),
        ("torchon", "essuie-verres"),
        ("bougie", "chandelle"),
    ),
    "en": (
        ("jam", "marmalade", "preserve"),
        ("pâté", "terrine"),
        ("dry sausage", "salami", "saucisson"),
        ("tomme", "cheese"),
        ("shortbread", "biscuits", "cookies"),
        ("infusion", "herbal tea", "tisane"),
        ("cordial", "syrup", "squash"),
        ("beer", "ale"),
        ("mug", "cup"),
        ("tea towel", "dishcloth"),
    ),
}
"""What a merchant of these goods would enter; the questions of that kind are asked in the other words."""


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    language: str
    text: str
    category: str
    words: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

    def is_answered_by(self, good: "Good") -> bool:
        """Whether a buyer who asks this wants that."""
        title = good.titles[self.language]
        return (
            good.category == self.category
            and all(word in title for word in self.words)
            and all(fact in good.facts for fact in self.facts)
        )


@dataclass(frozen=True, slots=True)
class Good:
    """A product as it is judged: by what it is, not by how it is indexed. Titles are plain words."""

    id: ProductId
    category: str
    titles: Mapping[str, str]
    facts: frozenset[tuple[str, str]]
    document: dict[str, Any]


@cache
def questions() -> tuple[Question, ...]:
    lines = Path(__file__).with_name("queries.txt").read_text().splitlines()
    return tuple(_question(line) for line in lines if line and not line.startswith("#"))


def _question(line: str) -> Question:
    kind, language, text, category, words, facts = line.split("|")
    pairs = (fact.partition(":") for fact in facts.split())
    return Question(
        kind=kind,
        language=language,
        text=text,
        category=category,
        words=tuple(plain(word) for word in words.split()),
        facts=tuple((facet, value) for facet, _colon, value in pairs),
    )


def halves() -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """The questions to tune by, and those held out: of each kind and language as many, as far as that goes."""
    dice = random.Random(HALVES_SEED)
    seen: list[Question] = []
    held_out: list[Question] = []
    for kind in KINDS:
        for language in LANGUAGES:
            group = [each for each in questions() if (each.kind, each.language) == (kind, language)]
            dice.shuffle(group)
            fewer, more = sorted((seen, held_out), key=len)
            middle = (len(group) + 1) // 2
            fewer += group[:middle]
            more += group[middle:]
    return tuple(seen), tuple(held_out)


@cache
def goods() -> tuple[Good, ...]:
    """The demo's real catalogue, and thousands of believable neighbours."""
    catalogue = load_catalogue()
    makers = {maker.code: maker.name for maker in (*catalogue.makers, *generated_makers())}
    names = {
        (attribute.code, choice.code): choice.name.texts()
        for attribute in catalogue.attributes
        for choice in attribute.choices
    }
    above = {category.code: category for category in catalogue.categories}

    def path(code: str | None) -> Iterator[Mapping[str, str]]:
        while code is not None:
            yield above[code].name.texts()
            code = above[code].parent

    def good(product: Product) -> Good:
        facts = {(facet, value) for facet, values in product.facets for value in values} | {("region", product.region)}
        id = ProductId(new_id())
        document = made_document(id=id, languages=LANGUAGES)
        for language in LANGUAGES:
            keywords = [makers[product.maker], *(each[language] for each in path(product.category))]
            keywords += [names[fact][language] for fact in sorted(facts)]
            document["texts"][language] = {
                "title": plain(product.title.texts()[language]),
                "keywords": plain(" ".join((*keywords, *(variant.sku for variant in product.variants)))),
                "text": plain(f"{product.summary.texts()[language]} {product.story.texts()[language]}"),
            }
        titles = {language: plain(product.title.texts()[language]) for language in LANGUAGES}
        return Good(id=id, category=product.category, titles=titles, facts=frozenset(facts), document=document)

    generated = generate_products(GENERATED, CATALOGUE_SEED)
    return tuple(good(product) for product in (*catalogue.products, *generated))
