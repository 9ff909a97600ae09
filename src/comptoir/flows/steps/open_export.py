"""A file of another shop, opened: how it is written is found out first, then it is read row by row, never whole."""

import codecs
import csv
import hashlib
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comptoir.domains.imports.errors import (
    BrokenRow,
    CellTooLarge,
    DamagedText,
    EmptyFile,
    LineTooLong,
    NotAFile,
    NotText,
    TooManyRows,
    UnreadableFile,
)
from comptoir.domains.imports.queries import header_of, separator_of, tidy_text
from comptoir.domains.imports.values import Column, Header, Record

LONGEST_LINE = 4_000_000
LARGEST_CELL = 1_000_000
MOST_ROWS = 1_000_000
"""What is remembered of each row, to see which get in each other's way, is a few hundred bytes."""

# The limit is the csv module's own, for the whole process; its default is less than a long description.
csv.field_size_limit(LARGEST_CELL)

_CHUNK = 1_000_000
_DAMAGE = re.compile("[\udc80-\udcff]")  # how a decoder marks bytes that are not UTF-8
_ACCENT = re.compile("[^\x00-\x7f\udc80-\udcff]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file, and how it is written. ``records()`` reads it from its start, as often as asked."""

    path: Path
    bytes: int
    sha256: str
    encoding: str
    separator: str
    header: Header

    def records(self) -> Iterator[Record]:
        """The rows that hold anything, without the header.

        :raises BadFile: where the file turns out to be broken.
        """
        columns, width = self.header.columns, len(self.header.columns)
        rows = _rows(_lines(self.path, self.encoding), self.separator, width=width)
        next(rows)
        for count, (line, cells) in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise TooManyRows(field="file", limit=MOST_ROWS)
            found: dict[Column, str] = {}
            for column, cell in zip(columns, cells, strict=False):
                text = tidy_text(cell) if column is not None and cell else ""
                if text and column is not None:
                    found[column] = text
            yield Record(line=line, cells=found, surplus=any(cell.strip() for cell in cells[width:]))


def open_export(*, path: Path) -> Export:
    """How the file is written. Its bytes are read once for that, unless its columns are wrong.

    UTF-8 with or without its mark, UTF-16, Windows-1252 where the bytes are not UTF-8; commas, semicolons or tabs.

    :raises BadFile: when it cannot be opened, is empty or no text, or has not the columns of a product export.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotAFile(field="file")  # what can be read only once will not do
        with path.open("rb") as file:
            marked = _encoding_by_mark(file.read(2_000))
        # The names of columns are ASCII: a large file that has other columns is refused before it is read.
        _header(path, marked or "latin-1")
        encoding, sha256, size = _scan(path, marked)
        separator, header = _header(path, encoding)
    except OSError as error:
        raise UnreadableFile(field="file", reason=error.strerror or type(error).__name__) from None
    return Export(path=path, bytes=size, sha256=sha256, encoding=encoding, separator=separator, header=header)


def _header(path: Path, encoding: str) -> tuple[str, Header]:
    """The separator and the columns."""
    first = next(_lines(path, encoding), None)
    if first is None:
        raise EmptyFile(field="file")
    separator = separator_of(first[1])
    return separator, header_of(next(_rows(_lines(path, encoding), separator))[1])


def _scan(path: Path, marked: str) -> tuple[str, str, int]:
    """Encoding, digest and size."""
    digest, size, line = hashlib.sha256(), 0, 1
    accents, damaged, first_damaged = 0, 0, 0
    utf_8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
            size += len(chunk)
            text = utf_8.decode(chunk, final=len(chunk) < _CHUNK)
            if not marked and not text.isascii():
                if not damaged and (strange := _DAMAGE.search(text)):
                    first_damaged = line + text.count("\n", 0, strange.start())
                damaged += len(_DAMAGE.findall(text))
                accents += len(_ACCENT.findall(text))
            line += text.count("\n")
    if marked or not damaged:
        return marked or "utf-8", digest.hexdigest(), size
    # Accents in Windows-1252 are hardly ever UTF-8 by accident: much that is, and a little that is not, is damage.
    if accents > damaged:
        raise DamagedText(field="file", line=first_damaged)
    return "cp1252", digest.hexdigest(), size


def _encoding_by_mark(head: bytes) -> str:
    """The encoding that the first bytes give away, or "".

    :raises NotText: when they are a spreadsheet's, a picture's or any other program's own.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    # Without a mark, ASCII letters in UTF-16 show as every other byte being zero.
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        every_other = head[start::2]
        if every_other and every_other.count(0) > len(every_other) * 0.8:
            return encoding
    if b"\x00" in head:
        raise NotText(field="file", line=1 + head.count(b"\n", 0, head.index(b"\x00")))
    return ""


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines that matter, each with its number; what spreadsheets put before the header is left out."""
    number, begun = 0, False
    with path.open(encoding=encoding, newline="") as file:
        try:
            for line in iter(lambda: file.readline(LONGEST_LINE), ""):
                number += 1
                if "\x00" in line:
                    raise NotText(field="file", line=number)
                if len(line) >= LONGEST_LINE:
                    raise LineTooLong(field="file", line=number, limit=LONGEST_LINE)
                begun = begun or (bool(line.strip(" \t\r\n,;")) and not line.lower().startswith("sep="))
                if begun:
                    yield number, line
        except UnicodeDecodeError:
            raise NotText(field="file", line=number + 1) from None


def _rows(lines: Iterator[tuple[int, str]], separator: str, *, width: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of the line it starts on.

    Rows may leave out the columns at their end; only a last one that breaks off without them was cut.
    """
    last, ended = 0, True

    def texts() -> Iterator[str]:
        nonlocal last, ended
        for number, line in lines:
            last, ended = number, line.endswith(("\n", "\r"))
            yield line

    reader = csv.reader(texts(), delimiter=separator, strict=True)
    while True:
        starts = last + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise CellTooLarge(field="file", line=starts, limit=LARGEST_CELL) from None
            raise BrokenRow(field="file", line=starts, reason=str(error)) from None
        if not ended and len(cells) < width:
            raise BrokenRow(field="file", line=starts, reason="it ends before its last column")
        if any(cell.strip() for cell in cells):
            yield starts, cells
