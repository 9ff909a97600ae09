import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.utils.translation import override

from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.values import REPORT, Verdict
from comptoir.domains.markets.errors import NotSetUp
from comptoir.domains.markets.queries import market_settings
from comptoir.flows.import_catalogue import ImportRequest, import_catalogue
from comptoir.flows.open_trial_shop import open_trial_shop
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.errors import BusinessError
from comptoir.operations.importing.report import Report
from comptoir.operations.importing.terminal import Teller
from comptoir.operations.installation import Installation

_LANGUAGES = ("en", "fr")
_ACTOR = job_actor("command line")


def _spoken(context: click.Context, option: click.Parameter, value: str | None) -> str:
    """As the terminal's locale says (POSIX: the first of these that is set); English if it is none of ours."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return value or next((language for language in _LANGUAGES if locale.startswith(language)), "en")


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
@click.option(
    "--speak",
    type=click.Choice(_LANGUAGES),
    callback=_spoken,
    help="Language of the report; the terminal's if left out.",
)
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
    speak: str,
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
    with override(speak), _in_one_line(installation), _report_into(report_path, file=file) as report:
        if not dry_run and file.is_file():
            _open_for_trial(installation)
        _import(request, report, report_path, dry_run=dry_run)


def _open_for_trial(installation: Installation) -> None:
    """Goods come into a shop. Where there is none, one is opened to try them in; never for real customers."""
    if market_settings().merchant is None and installation.mode != "production":
        open_trial_shop(actor=_ACTOR, now=clock.now())
        click.echo(str(REPORT["on_trial"]) % {"address": installation.base_url})


def _import(request: ImportRequest, report: Report | None, report_path: Path | None, *, dry_run: bool) -> None:
    teller = Teller(report=report, every_row=dry_run)
    imported = import_catalogue(
        request=request,
        dry_run=dry_run,
        opened=teller.opened,
        tell=teller.tell,
        actor=_ACTOR,
        now=clock.now(),
    )
    teller.sum_up(imported, report_path)
    if imported.counts.products[Verdict.QUARANTINED] == sum(imported.counts.products.values()):
        raise _failure("nothing")


def _failure(name: str, **facts: object) -> click.ClickException:
    return click.ClickException(str(REPORT[name]) % facts)


@contextmanager
def _in_one_line(installation: Installation) -> Iterator[None]:
    """What is wrong, in the language of the report."""
    try:
        yield
    except NotSetUp:
        raise _failure("set_up_first", address=f"{installation.base_url}/…") from None
    except BusinessError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _report_into(path: Path | None, *, file: Path) -> Iterator[Report | None]:
    """Opened before anything is imported: a report that cannot be written is told at once."""
    if path is None:
        yield None
        return
    if path.exists() and file.exists() and path.samefile(file):
        raise _failure("same_file", path=path)
    try:
        # With its mark, or spreadsheets take it for another encoding.
        opened = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise _failure("unwritable", path=path, reason=error.strerror) from None
    with opened:
        yield Report(opened)
