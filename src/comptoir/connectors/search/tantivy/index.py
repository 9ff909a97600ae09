"""The index of a node: its fields, how words are taken apart, and where it lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson
import tantivy
from django.conf import settings
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from comptoir.domains.search.values import READ_BY, Change, Document, Sort

LAYOUT: Final = "1"
"""Of the fields below: with another one, an index is made anew beside the old one."""
_STEMMERS: Final = {
    "fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch",
}  # fmt: skip
PLACES: Final = {sort: f"place_{sort}" for sort in {by for by, _ in READ_BY.values()}}
"""The field of each order of reading."""


def spoken(language: str) -> str:
    """The suffix of the fields that hold words of that language."""
    return language if language in _STEMMERS else "xx"


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("key", tokenizer_name="raw", index_option="basic")
    made.add_text_field("product", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("shelf", tokenizer_name="raw", index_option="basic")
    made.add_text_field("facts", tokenizer_name="raw", index_option="basic", fast=True)
    # Of a product's documents only the first has it: counted and added up, it tells whether the index has everything.
    made.add_integer_field("version", fast=True)
    for field in sorted(PLACES.values()):
        made.add_integer_field(field, fast=True, indexed=True)
    for language in (*_STEMMERS, "xx"):
        for part in ("title", "keywords", "text"):
            made.add_text_field(f"{part}_{language}", tokenizer_name=f"stems_{language}", index_option="freq")
    # As written, for what is misspelt or still being typed: neither goes through stemming.
    made.add_text_field("spelling", tokenizer_name="words", index_option="basic")
    return made.build()


SCHEMA: Final = _schema()


def _analyzer(language: str) -> TextAnalyzer:
    words = TextAnalyzerBuilder(Tokenizer.whitespace())
    return (words.filter(Filter.stemmer(_STEMMERS[language])) if language in _STEMMERS else words).build()


ANALYZERS: Final = {language: _analyzer(language) for language in (*_STEMMERS, "xx")}


def stem(word: str, language: str) -> str:
    """The word as it stands in the index."""
    return next(iter(ANALYZERS[spoken(language)].analyze(word)), word)


def open_index(folder: Path) -> tantivy.Index:
    """The index in that folder.

    :raises ValueError: when there is none, or it cannot be read.
    """
    return _ready(tantivy.Index.open(str(folder)))


def made_index(folder: Path) -> tantivy.Index:
    """The same, made if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    return _ready(tantivy.Index(SCHEMA, path=str(folder)))


def _ready(index: tantivy.Index) -> tantivy.Index:
    for language, analyzer in ANALYZERS.items():
        index.register_tokenizer(f"stems_{language}", analyzer)
    index.register_tokenizer("words", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index


def key_of(change: Change) -> str:
    return f"{change.market}/{change.product_id}"


def entries_of(change: Change) -> Iterable[tantivy.Document]:
    """A product as the index holds it: one entry for each language."""
    for number, document in enumerate(change.documents):
        entry = _entry(document)
        entry.add_text("key", key_of(change))
        if number == 0:
            entry.add_integer("version", change.version)
        yield entry


def _entry(document: Document) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text("product", str(document.product_id))
    entry.add_text("shelf", f"{document.market}/{document.language}")
    for fact in document.facts:
        entry.add_text("facts", fact)
    for sort, place in document.places.items():
        entry.add_integer(PLACES[sort], place)
    language = spoken(document.language)
    entry.add_text(f"title_{language}", document.title)
    entry.add_text(f"keywords_{language}", document.keywords)
    entry.add_text(f"text_{language}", document.text)
    entry.add_text("spelling", f"{document.title} {document.keywords}")
    return entry


@dataclass(frozen=True, slots=True)
class State:
    """How far an index has come: the version of the last change in it. ``made`` tells one index from the next."""

    made: str
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node keeps its index."""

    folder: Path

    @classmethod
    def of_this_node(cls) -> "Place":
        return cls(Path(settings.SEARCH_FOLDER) / f"tantivy-{LAYOUT}")

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def lock(self) -> Path:
        """Held by the process that writes. Beside the index, so that it outlives it."""
        return self.folder / "keeper.lock"

    @property
    def state_file(self) -> Path:
        return self.index / "state.json"

    def state(self) -> State | None:
        """None where there is no index, or none that was ever finished."""
        try:
            said = orjson.loads(self.state_file.read_bytes())
            return State(made=said["made"], version=said["version"])
        except (FileNotFoundError, NotADirectoryError, orjson.JSONDecodeError, KeyError, TypeError):
            return None

    def mark(self) -> tuple[int, int] | None:
        """Another one whenever the state is another: cheaper to ask for at every search than the state itself."""
        try:
            known = self.state_file.stat()
        except OSError:
            return None
        return known.st_ino, known.st_mtime_ns

    def save(self, state: State) -> None:
        """After what it tells is on disk, and in one step: a reader may believe it."""
        written = self.state_file.with_suffix(".new")
        written.write_bytes(orjson.dumps({"made": state.made, "version": state.version}))
        written.replace(self.state_file)


def place_field(sort: Sort) -> tuple[str, bool]:
    """The field that a list is read by, and whether downwards."""
    by, descending = READ_BY[sort]
    return PLACES[by], descending
