"""What must hold of a fichier des écritures comptables before it is handed over.

The rules are those of the livre des procédures fiscales, article A47 A-1, as far as a file alone can show them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from comptoir.domains.ledger.values import FEC_COLUMNS

_NAME = re.compile(r"[0-9]{9}FEC([0-9]{4})([0-9]{2})([0-9]{2})\.txt")
_AMOUNT = re.compile(r"-?[0-9]+(,[0-9]{1,2})?")
_ACCOUNT = re.compile(r"[1-7][0-9]{2}[0-9A-Z]*")
_NEEDED = ("JournalCode", "JournalLib", "CompteLib", "PieceRef", "EcritureLib")
_DATES = ("EcritureDate", "PieceDate", "ValidDate")


@dataclass(slots=True)
class Checked:
    """What was gone through, in euros, and everything that is wrong with it, in words."""

    lines: int = 0
    entries: int = 0
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    wrong: list[str] = field(default_factory=list)


def check_fec(path: Path) -> Checked:
    """Go through a file line by line."""
    found = Checked()
    closed = _NAME.fullmatch(path.name)
    if closed is None:
        found.wrong.append(f"the name {path.name} is not SIRENFECAAAAMMJJ.txt")
    year = int(closed[1]) if closed else None
    books = _Books(found, year)
    for number, line in enumerate(_lines(path, found), 2):
        books.take(number, line)
    books.close()
    return found


def _lines(path: Path, found: Checked) -> Iterator[dict[str, str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("iso8859-15")
    # Not splitlines(): it also cuts at characters that may stand in a name.
    rows = [row.removesuffix("\r") for row in text.split("\n")]
    separator = "\t" if "\t" in rows[0] else "|"
    if tuple(rows[0].split(separator)) != FEC_COLUMNS:
        found.wrong.append("line 1: the columns are not the eighteen of article A47 A-1, in their order")
        return
    for number, row in enumerate(rows[1:], 2):
        columns = row.split(separator)
        if len(columns) == len(FEC_COLUMNS):
            yield dict(zip(FEC_COLUMNS, columns, strict=True))
        elif row or number < len(rows):  # the last line ends too, so nothing follows it
            found.wrong.append(f"line {number}: {len(columns)} columns")


class _Books:
    """The lines of a file, one after the other."""

    def __init__(self, found: Checked, year: int | None) -> None:
        self._found, self._year = found, year
        self._last, self._balance = 0, Decimal(0)
        self._matched: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)

    def take(self, number: int, line: dict[str, str]) -> None:
        self._found.lines += 1
        for words in (*_shape(line), *self._days(line)):
            self._found.wrong.append(f"line {number}: {words}")
        debit, credit = _amount(line["Debit"]), _amount(line["Credit"])
        self._in_order(number, line["EcritureNum"])
        self._found.debit += debit
        self._found.credit += credit
        self._balance += debit - credit
        if line["EcritureLet"]:
            self._matched[line["CompteNum"], line["CompAuxNum"], line["EcritureLet"]] += debit - credit

    def close(self) -> None:
        self._entry_ends()
        self._found.entries = self._last
        if not self._found.lines:
            self._found.wrong.append("there are no entries")
        if self._found.debit != self._found.credit:
            self._found.wrong.append(f"debits come to {self._found.debit}, credits to {self._found.credit}")
        for (account, party, letters), left in self._matched.items():
            if left:
                self._found.wrong.append(f"account {account} {party}: what is paired under {letters} leaves {left}")

    def _in_order(self, line: int, number: str) -> None:
        if number == str(self._last):
            return
        self._entry_ends()
        if number != str(self._last + 1):
            self._found.wrong.append(f"line {line}: entry {number} follows entry {self._last}")
        self._last = int(number) if number.isascii() and number.isdigit() else self._last + 1

    def _entry_ends(self) -> None:
        if self._balance:
            self._found.wrong.append(f"entry {self._last}: debits and credits differ by {self._balance}")
        self._balance = Decimal(0)

    def _days(self, line: dict[str, str]) -> Iterator[str]:
        day = _day(line["EcritureDate"])
        if day and self._year and day.year != self._year:
            yield f"EcritureDate {line['EcritureDate']} is not in {self._year}"


def _shape(line: dict[str, str]) -> Iterator[str]:
    yield from (f"{name} is empty" for name in _NEEDED if not line[name])
    yield from (f"{name} is not a day: {line[name]}" for name in _DATES if _day(line[name]) is None)
    yield from (
        f"{name} is not an amount: {line[name]}" for name in ("Debit", "Credit") if not _AMOUNT.fullmatch(line[name])
    )
    if not _ACCOUNT.fullmatch(line["CompteNum"]):
        yield f"CompteNum {line['CompteNum']} is not an account of the plan comptable général"
    if bool(_amount(line["Debit"])) == bool(_amount(line["Credit"])):
        yield "one of Debit and Credit must be zero, and only one"
    if bool(line["CompAuxNum"]) != bool(line["CompAuxLib"]):
        yield "CompAuxNum and CompAuxLib go together"
    if bool(line["EcritureLet"]) != bool(line["DateLet"]) or (line["DateLet"] and _day(line["DateLet"]) is None):
        yield "EcritureLet and DateLet go together"
    if bool(line["Montantdevise"]) != bool(line["Idevise"]):
        yield "Montantdevise and Idevise go together"


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".")) if _AMOUNT.fullmatch(text) else Decimal(0)


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
