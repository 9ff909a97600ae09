"""What an import says at the terminal, while it happens and at its end, in the language of whoever started it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from comptoir.domains.imports.values import DONE, PICTURE_REASONS, REPORT, SEPARATORS, TO_DO, Note, RowVerdict, Verdict
from comptoir.flows.import_catalogue import Imported, Opened
from comptoir.operations.importing.report import Report

_SHOWN = 20
_LONGEST_ADDRESS = 120
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}


def say(name: str, **facts: object) -> None:
    """One of the sentences of ``REPORT``."""
    click.echo(str(REPORT[name]) % facts)


@dataclass(slots=True)
class Teller:
    """``every_row``: a dry run. Otherwise only rows that were kept out are shown, as far as anybody reads on."""

    report: Report | None
    every_row: bool
    kept_out: int = 0
    unfetched_count: int = 0
    unfetched: list[str] = field(default_factory=list)

    def opened(self, opened: Opened) -> None:
        export, survey, terms = opened.export, opened.survey, opened.terms
        encoding = _ENCODINGS.get(export.encoding, export.encoding.upper())
        say("file", file=export.path.name, encoding=encoding, separator=SEPARATORS[export.separator])
        say(
            "read",
            products=survey.products,
            variants=survey.variants,
            rows=survey.rows,
            pictures=survey.pictures,
            pieces=survey.pieces,
        )
        say(
            "terms",
            market=terms.market,
            currency=terms.currency,
            tax_class=terms.tax_class,
            language=terms.language,
            place=terms.place_code,
        )
        if export.header.ignored:
            say("ignored", columns=", ".join(export.header.ignored))

    def tell(self, row: RowVerdict) -> None:
        words = TO_DO if self.every_row else DONE
        if self.report is not None:
            self.report.add(row, verdict=str(words[row.verdict]))
        is_kept_out = row.verdict is Verdict.QUARANTINED
        self.kept_out += is_kept_out
        for note in row.notes:
            if address := note.facts.get("address"):
                self.unfetched_count += 1
                if self.unfetched_count <= _SHOWN:
                    reason = PICTURE_REASONS[note.facts["reason"]]
                    self.unfetched.append(f"{_at(note.line)}  {_shortened(address)} ({reason})")
        if self.every_row or (is_kept_out and self.kept_out <= _SHOWN):
            click.echo(_row(row, str(words[row.verdict])))

    def sum_up(self, imported: Imported, report_path: Path | None) -> None:
        counts, dry = imported.counts, imported.run_id is None
        if not dry and self.kept_out > _SHOWN:
            say("more_rows", count=self.kept_out - _SHOWN)
        _table({"products": counts.products, "variants": counts.variants, "rows": counts.rows}, TO_DO if dry else DONE)
        if dry:
            say("dry")
        else:
            say(
                "pictures",
                shown=counts.pictures_shown,
                here=counts.pictures_here,
                missing=counts.pictures_missing,
            )
            self._missing(bool(counts.pictures_missing))
        if report_path is not None:
            say("reported", path=report_path)

    def _missing(self, any_: bool) -> None:
        for line in self.unfetched:
            click.echo(f"  {line}")
        if self.unfetched_count > _SHOWN:
            say("more_pictures", count=self.unfetched_count - _SHOWN)
        if any_:
            say("placeholders")


def _at(line: int) -> str:
    return str(REPORT["line"]) % {"line": line}


def _shortened(address: str) -> str:
    return address if len(address) <= _LONGEST_ADDRESS else f"{address[:_LONGEST_ADDRESS]}…"


def _row(row: RowVerdict, verdict: str) -> str:
    said = "; ".join(map(_note, row.notes))
    what = " ".join(filter(None, (row.source_id, row.sku)))
    return f"{_at(row.line):<10} {verdict:<14} {what}" + (f"  ({said})" if said else "")


def _note(note: Note) -> str:
    return str(REPORT["note"]) % {"column": note.column, "text": note.text} if note.column else note.text


def _table(counts: Mapping[str, Mapping[str, int]], words: Mapping[Verdict, object]) -> None:
    """A line for products, variants and rows each, a column for each verdict."""
    heads = [str(word) for word in words.values()]
    names = {name: str(REPORT[name]) for name in counts}
    width = max(map(len, names.values()))
    click.echo("  ".join([" " * width, *heads]))
    for name, numbers in counts.items():
        cells = [f"{numbers[verdict]:>{len(head)}}" for verdict, head in zip(words, heads, strict=True)]
        click.echo("  ".join([f"{names[name]:<{width}}", *cells]))
