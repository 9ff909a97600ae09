"""Reading the data files: typed access to TOML tables whose errors name the file and the key."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from comptoir.operations.demo.content.values import ContentError, Text

HERE = Path(__file__).parent


@cache
def _parsed(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(name, "syntax", str(error)) from error


class Table:
    """One table of a data file. Every key read is ticked off, so that :meth:`finished` finds misspelt ones."""

    def __init__(self, file: str, key: str, values: Mapping[str, Any]) -> None:
        self.file = file
        self.key = key
        self._values = values
        self._read: set[str] = set()

    @classmethod
    def of_file(cls, file: str) -> "Table":
        return cls(file, "file", _parsed(file))

    def problem(self, key: str, what: str) -> ContentError:
        return ContentError(self.file, f"{self.key}.{key}" if key else self.key, what)

    def has(self, key: str) -> bool:
        return key in self._values

    def _take(self, key: str, kind: type, what: str) -> Any:
        self._read.add(key)
        value = self._values.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.problem(key, f"must be {what}")
        return value

    def string(self, key: str, otherwise: str | None = None) -> str:
        if otherwise is not None and not self.has(key):
            return otherwise
        value: str = self._take(key, str, "a text")
        if otherwise is None and not value.strip():
            raise self.problem(key, "must not be empty")
        return value.strip()

    def integer(self, key: str) -> int:
        value: int = self._take(key, int, "a whole number")
        return value

    def integer_or_none(self, key: str) -> int | None:
        return self.integer(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, "true or false")) if self.has(key) else False

    def strings(self, key: str) -> tuple[str, ...]:
        return tuple(str(value) for value in self._take(key, list, "a list of texts")) if self.has(key) else ()

    def integers(self, key: str, count: int) -> tuple[int, ...]:
        values = self._take(key, list, f"a list of {count} whole numbers")
        if len(values) != count or not all(type(value) is int for value in values):
            raise self.problem(key, f"must be a list of {count} whole numbers")
        return tuple(values)

    def text(self, key: str) -> Text:
        """A pair of translations.

        :raises ContentError: when a language is missing or empty.
        """
        pair = self.table(key)
        return pair.both()

    def text_or_none(self, key: str) -> Text | None:
        return self.text(key) if self.has(key) else None

    def both(self) -> Text:
        """The translations this table itself holds."""
        for language in ("fr", "en"):
            if not str(self._values.get(language, "")).strip():
                raise self.problem(language, "the translation is missing")
        return Text(fr=self.string("fr"), en=self.string("en"))

    def table(self, key: str) -> "Table":
        return Table(self.file, f"{self.key}.{key}", self._take(key, dict, "a table"))

    def table_or_empty(self, key: str) -> "Table":
        return self.table(key) if self.has(key) else Table(self.file, f"{self.key}.{key}", {})

    def tables(self, key: str) -> list["Table"]:
        return [
            Table(self.file, f"{self.key}.{key}[{index}]", each)
            for index, each in enumerate(self._take(key, list, "a list of tables"))
        ]

    def children(self) -> list[tuple[str, "Table"]]:
        """Every key that holds a table, with it."""
        return [(key, self.table(key)) for key, value in self._values.items() if isinstance(value, dict)]

    def raw(self) -> Mapping[str, Any]:
        self._read.update(self._values)
        return self._values

    def finished(self) -> None:
        """:raises ContentError: for a key nobody asked for, most often a misspelt one."""
        unknown = sorted(set(self._values) - self._read)
        if unknown:
            raise self.problem(unknown[0], "is not a known key")
