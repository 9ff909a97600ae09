import sys

import click
import psycopg

from comptoir.kernel import clock
from comptoir.operations.installation import Installation
from comptoir.operations.verify.checks import ONE_SNAPSHOT, run_checks
from comptoir.operations.verify.witness import compare_with_bank


@click.command()
@click.option("--quiet", is_flag=True, help="Print broken lines only.")
@click.pass_obj
def verify(installation: Installation, quiet: bool) -> None:
    """Recompute what must always be true from the rows; exit 1 on any break."""
    broken = 0
    with psycopg.connect(installation.reader_database) as connection:
        connection.execute(ONE_SNAPSHOT)
        for found in run_checks(connection, now=clock.now(), real_now=clock.real_now()):
            broken += _tell(found.check.title, found.rows, found.breaks, quiet)
        rows, breaks = compare_with_bank(connection, installation.home, real_now=clock.real_now())
        broken += _tell("P4  the bank's own books agree with ours", rows, breaks, quiet)
    if broken:
        click.echo(f"{broken} broken", err=True)
        sys.exit(1)


def _tell(title: str, rows: int, breaks: tuple[str, ...] | list[str], quiet: bool) -> int:
    if breaks or not quiet:
        verdict = f"{len(breaks)} BROKEN" if breaks else "holds"
        click.echo(f"{title:<62} {rows:>10,} rows   {verdict}")
    for line in breaks:
        click.echo(f"    {line}")
    return len(breaks)
