"""Collects the interface's sentences, merges them into each app's catalogue, compiles the catalogues.

    python tools/messages.py            extract, merge and compile, all apps
    python tools/messages.py NAME …     only these apps (by folder name: ``storefront``, ``orders``)
    python tools/messages.py --check    change nothing; exit 1 when a sentence is missing or untranslated
    python tools/messages.py --prune    also drop what is no longer used

An app is a folder with an ``apps.py``; its sentences are those of its Python files and templates, its catalogues
``locale/<language>/LC_MESSAGES/django.po`` and ``.mo`` beside it. Sentences are written in English, so English has no
catalogue. GNU gettext is not needed: Babel reads Python, Django turns a template into something that looks like Python.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "comptoir"
LANGUAGES = ("fr",)
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg"}
SKIPPED = {"tests", "migrations", "static", "locale", "__pycache__"}

# What Django names its functions, with the place of each argument; "c" is the context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A sentence as it stands in a file. ``ids`` has two entries when it has a plural."""

    ids: tuple[str, ...]
    context: str | None
    path: str

    @property
    def key(self) -> tuple[str, str | None]:
        return self.ids[0], self.context


def apps() -> dict[str, Path]:
    """Every folder with an ``apps.py``, by its name."""
    return {path.parent.name: path.parent for path in sorted(SOURCE.rglob("apps.py")) if not SKIPPED & set(path.parts)}


def sources(folder: Path, others: set[Path]) -> Iterator[Path]:
    """The files of one app, in order; a folder that is an app of its own is not looked into."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in SKIPPED and path not in others:
                yield from sources(path, others)
        elif path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts):
            yield path


def sentences(path: Path) -> list[Found]:
    """The sentences of one file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The result only resembles Python: its indentation means nothing.
        text = re.sub(r"^[ \t]+", "", templatize(text, str(path)), flags=re.MULTILINE)
    name = path.relative_to(SOURCE.parent).as_posix()
    keywords: Any = KEYWORDS  # Babel's type asks for more kinds of places than we name
    return [
        _found(function, messages, name)
        for _line, function, messages, _comments in extract_python(io.BytesIO(text.encode()), keywords, (), {})
        if isinstance(function, str) and _is_sentence(function, messages)
    ]


def _is_sentence(function: str, messages: object) -> bool:
    """``gettext(variable)`` is a translation at run time, not a sentence."""
    places = KEYWORDS[function] or (1,)
    given = messages if isinstance(messages, tuple) else (messages,)
    return len(given) >= len(places) and all(isinstance(given[index], str) for index in range(len(places)))


def _found(function: str, messages: object, path: str) -> Found:
    given = messages if isinstance(messages, tuple) else (messages,)
    context: str | None = None
    ids: list[str] = []
    for index, place in enumerate(KEYWORDS[function] or (1,)):
        if isinstance(place, tuple):
            context = given[index]
        else:
            ids.append(given[index])
    return Found(tuple(ids), context, path)


def collected(folder: Path, others: set[Path]) -> Catalog:
    """All sentences of an app as an empty catalogue."""
    catalog = Catalog(charset="utf-8")
    for path in sources(folder, others - {folder}):
        for found in sentences(path):
            ids = found.ids if len(found.ids) > 1 else found.ids[0]
            catalog.add(ids, locations=[(found.path, 0)], context=found.context)
    return catalog


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(old: Catalog, new: Catalog, *, prune: bool) -> Catalog:
    """The translations we have, for the sentences there are. What is unused stays at the end unless pruned."""
    old.update(new, no_fuzzy_matching=True, update_creation_date=False)
    if prune:
        old.obsolete.clear()
    return old


def as_text(catalog: Catalog) -> bytes:
    """The ``.po`` file: no dates and no line numbers, so that it changes only when a sentence does."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False, omit_header=True)
    plural = f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    head = [
        f"Language: {catalog.locale}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plural}",
    ]
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in head), "", ""]
    return "\n".join(lines).encode() + buffer.getvalue().lstrip(b"\n")


def as_binary(catalog: Catalog) -> bytes:
    """The ``.mo`` file that Django reads."""
    buffer = io.BytesIO()
    # A fixed date: the same sentences are always the same bytes.
    day = datetime(2026, 1, 1, tzinfo=UTC)
    clean = Catalog(locale=catalog.locale, charset="utf-8", fuzzy=False, creation_date=day, revision_date=day)
    for message in catalog:
        if message.id and complete(message):
            clean.add(message.id, message.string, context=message.context)
    write_mo(buffer, clean)
    return buffer.getvalue()


def complete(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message.string))


def problems(folder: Path, others: set[Path]) -> Iterator[str]:
    """Everything that is missing, untranslated or no longer used in one app."""
    new = collected(folder, others)
    wanted = {(_first(message), message.context): message for message in new if message.id}
    for language in LANGUAGES:
        path = catalogue_path(folder, language)
        name = path.relative_to(SOURCE.parent)
        if not wanted and not path.exists():
            continue
        catalog = read(path, language)
        known = {(_first(message), message.context): message for message in catalog if message.id}
        for key, message in wanted.items():
            if key not in known:
                yield f"{name}: missing: {key[0]!r} ({', '.join(sorted({place for place, _ in message.locations}))})"
            elif not complete(known[key]):
                yield f"{name}: not translated, or marked as uncertain: {key[0]!r}"
            else:
                yield from (f"{name}: {key[0]!r}: {said}" for said in _mismatches(known[key]))
        yield from (f"{name}: no longer used: {key[0]!r}" for key in known if key not in wanted)


_PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def _mismatches(message: Message) -> Iterator[str]:
    """A translation that forgets a value, or invents one, fails when the page is shown."""
    wanted = set(_PLACES.findall(" ".join(_forms(message.id))))
    strings = _forms(message.string)
    for string in strings:
        given = set(_PLACES.findall(string))
        if given - wanted or (len(strings) == 1 and wanted - given):
            yield f"values differ in {string!r}"


def _forms(text: Any) -> tuple[str, ...]:
    """Singular and plural, or the one there is."""
    return tuple(text) if isinstance(text, (tuple, list)) else (text or "",)


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def quarrels(folders: Iterable[Path]) -> Iterator[str]:
    """Django merges the catalogues of all apps: one sentence has one translation, or one of them wins by chance."""
    for language in LANGUAGES:
        known: dict[tuple[str, str | None], tuple[str, tuple[str, ...]]] = {}
        for folder in folders:
            for message in read(catalogue_path(folder, language), language):
                if message.id and complete(message):
                    here = (folder.name, _forms(message.string))
                    first = known.setdefault((_first(message), message.context), here)
                    if first[1] != here[1]:
                        yield (
                            f"{_first(message)!r} is {first[1][0]!r} in {first[0]} and {here[1][0]!r} in {here[0]}: "
                            "agree on one, or tell them apart with pgettext"
                        )


def catalogue_path(folder: Path, language: str) -> Path:
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def strays(folders: set[Path]) -> Iterator[str]:
    """Sentences outside every app would never be found by Django."""
    for path in sources(SOURCE, folders):
        if path.suffix == ".py":
            yield from (
                f"{found.path}: {found.ids[0]!r} is outside every app, so no catalogue can hold it"
                for found in sentences(path)
            )


def write(folder: Path, others: set[Path], *, prune: bool) -> int:
    """Merge and compile one app. Returns how many sentences still wait for a translation."""
    new = collected(folder, others)
    waiting = 0
    for language in LANGUAGES:
        path = catalogue_path(folder, language)
        if not path.exists() and not any(message.id for message in new):
            continue
        catalog = merged(read(path, language), new, prune=prune)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(catalog))
        path.with_suffix(".mo").write_bytes(as_binary(catalog))
        untranslated = [message for message in catalog if message.id and not complete(message)]
        waiting += len(untranslated)
        print(f"{folder.name} {language}: {len(catalog)} sentences, {len(untranslated)} to translate")
    return waiting


def main() -> int:
    """0, or 1 when --check found something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--prune", action="store_true")
    arguments = parser.parse_args()
    if not settings.configured:
        settings.configure(USE_I18N=True)
    found = apps()
    unknown = set(arguments.names) - set(found)
    if unknown:
        parser.error(f"no app named {', '.join(sorted(unknown))}; there are {', '.join(found)}")
    folders = set(found.values())
    chosen = [found[name] for name in arguments.names or found]
    if not arguments.check:
        for folder in chosen:
            write(folder, folders, prune=arguments.prune)
        return 0
    said = [line for folder in chosen for line in problems(folder, folders)]
    if not arguments.names:
        said += [*strays(folders), *quarrels(chosen)]
    print("\n".join(said) or f"{len(chosen)} apps: every sentence is translated")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
