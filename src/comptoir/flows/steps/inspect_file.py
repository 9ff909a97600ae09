"""Finding out how a file is written before anything of it is read: its encoding, its separator, its columns."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from comptoir.domains.imports.errors import DamagedText, EmptyFile, LineTooLong, NotText, UnreadableFile
from comptoir.domains.imports.queries import header_of, separator_of
from comptoir.domains.imports.values import Header
from comptoir.flows.steps.read_rows import read_rows

LONGEST_LINE = 4_000_000
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file, and how to read it."""

    path: Path
    bytes: int
    sha256: str
    encoding: str
    separator: str
    header: Header


def inspect_file(*, path: Path) -> FileFacts:
    """How the file is written. Reads it once, as bytes.

    UTF-8 with or without its mark, UTF-16, and Windows-1252 where the bytes are not UTF-8.

    :raises BadFile: when it cannot be opened, is empty, is no text, or its columns are not those of a product export.
    """
    try:
        encoding, digest, size = _scanned(path)
    except OSError as error:
        raise UnreadableFile(field="file", reason=error.strerror or type(error).__name__) from None
    lines = read_rows(path=path, encoding=encoding, separator="")
    first = next((line for line in lines if any(cell.strip() for cell in line.cells)), None)
    if first is None:
        raise EmptyFile(field="file")
    separator = separator_of(first.cells[0])
    named = next(
        row for row in read_rows(path=path, encoding=encoding, separator=separator) if any(map(str.strip, row.cells))
    )
    return FileFacts(
        path=path,
        bytes=size,
        sha256=digest,
        encoding=encoding,
        separator=separator,
        header=header_of(named.cells),
    )
