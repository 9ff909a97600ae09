from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.values import Counts, RowVerdict, Verdict
from comptoir.domains.markets.errors import NotSetUp
from comptoir.flows.import_catalogue import Imported, ImportRequest, Opened, import_catalogue
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.operations.importing.report import Report
from comptoir.operations.installation import Installation

_SHOWN = 20
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


@click.group()
def importing() -> None:
    """Read goods from another shop's files."""


@importing.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of each row and change nothing.")
@click.option("--market", default="", help="Market whose prices and currency these are; the default one if left out.")
@click.option(
    "--place", "place_code", default="", help="Code of the place where the stock lies; the first if left out."
)
@click.option("--language", default="", help="Language of the file's texts; the market's own if left out.")
@click.option("--tax-class", type=click.Choice([one.value for one in TaxClass]), default="standard", show_default=True)
@click.option("--source", default="shopify", show_default=True, help="A name for the shop that the file comes from.")
@click.option("--untracked-stock", type=click.IntRange(0, 1_000_000_000), help="Stock of articles it does not count.")
@click.option("--no-pictures", is_flag=True, help="Fetch no pictures; placeholders are shown.")
@click.option(
    "--picture-seconds", type=click.IntRange(1), default=120, show_default=True, help="Most, for all of them."
)
@click.option("--retry-pictures", is_flag=True, help="Try again the pictures that could not be fetched the last time.")
@click.option("--report", "report_path", type=click.Path(path_type=Path, dir_okay=False), help="Verdicts, as CSV.")
@click.pass_obj
def catalogue(
    installation: Installation,
    file: Path,
    dry_run: bool,
    market: str,
    place_code: str,
    language: str,
    tax_class: str,
    source: str,
    untracked_stock: int | None,
    no_pictures: bool,
    picture_seconds: int,
    retry_pictures: bool,
    report_path: Path | None,
) -> None:
    """Take over the goods of a Shopify product export (the CSV that starts with Handle,Title).

    The same file again changes nothing, a newer one only what is new in it. What is doubtful is kept out and listed
    with its reason. Exits with 0 when the file was read, with 1 when it could not be or nothing of it could be taken.
    """
    request = ImportRequest(
        path=file,
        source=source.strip() or "shopify",
        market=market,
        place_code=place_code,
        language=language,
        tax_class=TaxClass(tax_class),
        untracked_quantity=untracked_stock,
        picture_seconds=0 if no_pictures else picture_seconds,
        retry_pictures=retry_pictures,
    )
    with _report_into(report_path) as report:
        teller = _Teller(report=report, every_row=dry_run)
        try:
            imported = import_catalogue(
                request=request,
                dry_run=dry_run,
                opened=teller.opened,
                tell=teller.tell,
                actor=job_actor("command line"),
                now=clock.now(),
            )
        except NotSetUp:
            raise click.ClickException(_set_up_first(installation)) from None
    teller.sum_up(imported, report_path)
    taken = sum(imported.counts.products[one] for one in (Verdict.CREATE, Verdict.UPDATE, Verdict.UNCHANGED))
    if not taken:
        raise click.ClickException("nothing of this file could be taken; the reasons are above")


def _set_up_first(installation: Installation) -> str:
    return (
        "no shop is set up yet. Run: comptoir up, open the address of the first visit that it prints "
        f"({installation.base_url}/…), make your account and fill in the settings; then run this again"
    )


@contextmanager
def _report_into(path: Path | None) -> Iterator[Report | None]:
    """Opened before anything is imported: a report that cannot be written is told at once."""
    if path is None:
        yield None
        return
    try:
        # With its mark, or spreadsheets take it for another encoding.
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise click.ClickException(f"the report cannot be written to {path}: {error.strerror}") from None
    with file:
        yield Report(file)


@dataclass(slots=True)
class _Teller:
    """Says at the terminal what happens, while it happens."""

    report: Report | None
    every_row: bool
    lines: int = 0
    kept_out: int = 0
    unfetched_count: int = 0
    unfetched: list[str] = field(default_factory=list)

    def opened(self, opened: Opened) -> None:
        export, survey, terms = opened.export, opened.survey, opened.terms
        click.echo(
            f"{export.path.name}: {survey.products} products, {survey.rows} rows, {survey.pictures} pictures, "
            f"{survey.pieces} pieces in stock ({_encoding(export.encoding)}, {_SEPARATORS[export.separator]})"
        )
        click.echo(
            f"Into market {terms.market}: prices in {terms.currency} with tax, VAT class {terms.tax_class}, "
            f"texts in {terms.language}, stock at {terms.place_code}"
        )
        if export.header.ignored:
            click.echo(f"Ignored columns: {', '.join(export.header.ignored)}")

    def tell(self, row: RowVerdict) -> None:
        self.lines += 1
        if self.report is not None:
            self.report.add(row)
        is_kept_out = row.verdict is Verdict.QUARANTINED
        self.kept_out += is_kept_out
        for note in row.notes:
            if note.code in ("picture_replaced", "picture_missing"):
                self.unfetched_count += 1
                if self.unfetched_count <= _SHOWN:
                    self.unfetched.append(f"line {note.line}: {note.facts['address']} ({note.facts['reason']})")
        if self.every_row or (is_kept_out and self.kept_out <= _SHOWN):
            click.echo(_line(row))

    def sum_up(self, imported: Imported, report_path: Path | None) -> None:
        counts, survey = imported.counts, imported.opened.survey
        if not self.every_row and self.kept_out > _SHOWN:
            click.echo(f"… and {self.kept_out - _SHOWN} more rows that were kept out; --report FILE lists them all")
        click.echo(_totals("Products", counts.products, would=imported.run_id is None))
        click.echo(_totals("Rows    ", counts.rows, would=imported.run_id is None))
        if imported.run_id is None:
            click.echo(f"Nothing was changed; {survey.pictures} pictures would be looked for.")
        else:
            self._pictures(counts)
        if report_path is not None:
            click.echo(f"What became of each row: {report_path}")

    def _pictures(self, counts: Counts) -> None:
        click.echo(f"Pictures: {counts.pictures_shown} fetched, {counts.pictures_missing} could not be had")
        for line in self.unfetched:
            click.echo(f"  {line}")
        if self.unfetched_count > _SHOWN:
            click.echo(f"  … and {self.unfetched_count - _SHOWN} more; --report FILE lists them all")
        if counts.pictures_missing:
            click.echo("  A product without any shows a placeholder. To try again: --retry-pictures")


def _encoding(name: str) -> str:
    return _ENCODINGS.get(name, name.upper())


def _line(row: RowVerdict) -> str:
    said = "; ".join(f"{note.column}: {note.text}" if note.column else note.text for note in row.notes)
    what = " ".join(filter(None, (row.source_id, row.sku)))
    return f"line {row.line:<5} {row.verdict:<11} {what}" + (f"  ({said})" if said else "")


def _totals(label: str, counts: Mapping[str, int], *, would: bool) -> str:
    words = {
        Verdict.CREATE: "to create" if would else "created",
        Verdict.UPDATE: "to update" if would else "updated",
        Verdict.UNCHANGED: "unchanged",
        Verdict.QUARANTINED: "kept out",
    }
    return f"{label}: " + ", ".join(f"{counts[verdict]} {word}" for verdict, word in words.items())
