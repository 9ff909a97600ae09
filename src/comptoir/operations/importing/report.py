"""What became of each row, as a file that a spreadsheet opens and nothing in it can run."""

import csv
from typing import TextIO

from comptoir.domains.imports.values import REPORT_COLUMNS, RowVerdict

_RUNS = ("=", "+", "-", "@", "\t", "\r")


class Report:
    """Rows written as they come: a line for each thing said about a row, one line for a row about which nothing is."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow([str(name) for name in REPORT_COLUMNS])

    def add(self, row: RowVerdict, *, verdict: str) -> None:
        said = [(note.column, " ".join(filter(None, (note.text, note.facts.get("address"))))) for note in row.notes]
        for column, text in said or [("", "")]:
            self._writer.writerow([row.line, *map(harmless, (row.source_id, row.sku, verdict, str(column), text))])


def harmless(cell: str) -> str:
    """The text, so that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell
