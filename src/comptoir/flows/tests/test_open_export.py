"""Files as they come: every encoding and separator, and everything that can be wrong with a file as a whole."""

import hashlib
import os
from pathlib import Path

import pytest

from comptoir.domains.imports.errors import (
    BadFile,
    BrokenRow,
    CellTooLarge,
    ColumnTwice,
    DamagedText,
    EmptyFile,
    HeaderOnly,
    LineTooLong,
    NotAFile,
    NotText,
    OtherKindOfFile,
    TooManyRows,
    UnreadableFile,
    WrongColumns,
)
from comptoir.domains.imports.testing import export_text, row, write_export
from comptoir.domains.imports.values import Column
from comptoir.flows.steps import open_export as opening
from comptoir.flows.steps.open_export import LARGEST_CELL, LONGEST_LINE, open_export
from comptoir.flows.tests.importing import Run, rows_in
from comptoir.kernel.testing import snapshot

ROWS = [row(Title="Tasse émaillée", Vendor="Forge & Cie"), row(Handle="cup", Title="“Cup”", **{"Variant SKU": "C"})]


def titles(path: Path) -> list[str]:
    return [record.cells[Column.TITLE] for record in open_export(path=path).records()]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_separators_and_line_ends(tmp_path, encoding, separator, line_end) -> None:
    path = write_export(tmp_path / "f.csv", ROWS, encoding=encoding, separator=separator, line_end=line_end)
    assert titles(path) == ["Tasse émaillée", "“Cup”"]


def test_what_is_known_of_a_file(tmp_path) -> None:
    path = write_export(tmp_path / "f.csv", ROWS)
    export = open_export(path=path)
    content = path.read_bytes()
    assert (export.bytes, export.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert [record.line for record in export.records()] == [2, 3]


def test_what_spreadsheets_put_around_the_table_is_passed_over(tmp_path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(
        "sep=;\r\n;;;\r\n" + export_text(ROWS, separator=";") + ";;;;\r\n\r\n", encoding="utf-8", newline=""
    )
    assert titles(path) == ["Tasse émaillée", "“Cup”"]
    assert [record.line for record in open_export(path=path).records()] == [4, 5]


def test_cells_over_several_lines_and_rows_cut_short(tmp_path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('Handle,Title,Variant Price\na,"Two\nlines ""quoted""",1\nb\nc,Three,3,surplus\n', encoding="utf-8")
    found = list(open_export(path=path).records())
    assert [(one.line, one.cells.get(Column.TITLE), one.surplus) for one in found] == [
        (2, 'Two\nlines "quoted"', False), (4, None, False), (5, "Three", True),
    ]  # fmt: skip


BROKEN: list[tuple[bytes, type[BadFile]]] = [
    (b"", EmptyFile),
    (b"\r\n,,,\r\n", EmptyFile),
    (export_text([]).encode(), HeaderOnly),
    (b"Handle,Title,Variant Price\r\n,,\r\n", HeaderOnly),
    (b"Nom;Prix\r\nTasse;3\r\n", WrongColumns),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00", NotText),
    (b"Handle,Title,Title\r\na,b,c\r\n", ColumnTwice),
    (b"Title,URL handle,Description\r\na,b,c\r\n", OtherKindOfFile),
    (export_text(ROWS).encode() + b"jug,J\x00ug\r\n", NotText),
    (export_text([row()]).encode() + b"jug,\x81\x8d\r\n", NotText),
    (export_text(ROWS * 3).encode() + "éé,".encode()[:3] + b"\r\n", DamagedText),
    (export_text(ROWS).encode() + b'jug,"never closed\r\n', BrokenRow),
    (export_text(ROWS).encode() + b'jug,"closed" and more\r\n', BrokenRow),
    (export_text(ROWS).encode() + b"cup,,,https://pictures.exam", BrokenRow),  # cut off, and no quotation mark to tell
    (export_text(ROWS).encode() + b"jug," + b"x" * 2_000_000 + b"\r\n", CellTooLarge),
    (export_text(ROWS).encode() + b"jug," + b"x" * LONGEST_LINE + b"\r\n", LineTooLong),
    (export_text(ROWS).encode("utf-16") + b"\x00", NotText),
]


@pytest.mark.django_db
def test_a_file_that_is_broken_anywhere_is_not_begun(tmp_path, empty_shop) -> None:
    before = snapshot()
    for content, error in BROKEN:
        path = tmp_path / "broken.csv"
        path.write_bytes(content)
        with pytest.raises(error) as refused:
            Run(path)
        assert str(refused.value)
        assert "%(" not in str(refused.value)
    assert snapshot() == before
    assert rows_in("catalogue_product") == 0


def test_the_line_of_the_trouble_is_named(tmp_path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(export_text(ROWS).encode() + b'jug,"' + b"x" * (LARGEST_CELL + 1) + b'"\r\n')
    with pytest.raises(CellTooLarge) as refused:
        titles(path)
    assert refused.value.facts["line"] == 4


def test_what_is_no_file(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, error in (("", NotAFile), ("pipe", NotAFile), ("missing.csv", UnreadableFile)):
        with pytest.raises(error):
            open_export(path=tmp_path / name)


def test_a_large_file_of_other_columns_is_not_even_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(opening, "_scan", lambda path, marked: pytest.fail("the file was read"))
    path = tmp_path / "f.csv"
    path.write_bytes("Référence;Libellé\r\n".encode("cp1252") * 3)
    with pytest.raises(WrongColumns):
        open_export(path=path)


def test_more_rows_than_can_be_remembered(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(opening, "MOST_ROWS", 2)
    assert titles(write_export(tmp_path / "f.csv", ROWS)) == ["Tasse émaillée", "“Cup”"]
    with pytest.raises(TooManyRows):
        titles(write_export(tmp_path / "f.csv", [*ROWS, row(Handle="jug")]))
