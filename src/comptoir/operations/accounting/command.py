import sys
from pathlib import Path

import click

from comptoir.domains.ledger.queries import fec_of
from comptoir.domains.ledger.values import Fec
from comptoir.domains.markets.queries import market_settings
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.errors import BusinessError
from comptoir.operations.accounting.check import check_fec


@click.command()
@click.argument("target", metavar="[FILE]", type=click.Path(path_type=Path), required=False)
@click.option("--entity", "code", default="", help="Code of the legal entity; the only one if left out.")
@click.option("--year", type=click.IntRange(2000, 9999), help="The calendar year; the last one if left out.")
@click.option("--check", "checked", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Only check it.")
def fec(target: Path | None, code: str, year: int | None, checked: Path | None) -> None:
    """Write the books of a year as the French tax office asks for them, and check what was written.

    FILE: where to write; a folder, or nothing for this one, gets the file under its legal name.
    """
    if checked is not None:
        _tell(checked)
        return
    books = _books(code, year or clock.now().year - 1)
    path = target or Path()
    path = path / books.filename if path.is_dir() else path
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(books.lines)
    click.echo(path)
    _tell(path)


def _books(code: str, year: int) -> Fec:
    entities = {entity.code: entity for entity in market_settings().legal_entities}
    if not code and len(entities) == 1:
        (code,) = entities
    if code not in entities:
        raise click.ClickException(f"say which legal entity: --entity {' or '.join(sorted(entities)) or '(none yet)'}")
    entity = entities[code]
    try:
        return fec_of(entity.id, siren=entity.siren, year=year, actor=job_actor("command line"))
    except BusinessError as error:
        raise click.ClickException(str(error)) from error


def _tell(path: Path) -> None:
    found = check_fec(path)
    for words in found.wrong:
        click.echo(f"    {words}", err=True)
    verdict = f"{len(found.wrong)} WRONG" if found.wrong else "in order"
    click.echo(f"{found.entries:,} entries, {found.lines:,} lines, {found.debit:,.2f} EUR a side   {verdict}")
    if found.wrong:
        sys.exit(1)
