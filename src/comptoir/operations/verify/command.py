import sys

import click
import psycopg

from comptoir.kernel import clock
from comptoir.operations.installation import Installation
from comptoir.operations.verify.checks import Found
from comptoir.operations.verify.look import look_at_books


@click.command()
@click.option("--quiet", is_flag=True, help="Print broken lines only.")
@click.pass_obj
def verify(installation: Installation, quiet: bool) -> None:
    """Recompute what must always be true from the rows; exit 1 on any break."""
    broken = 0
    with psycopg.connect(installation.reader_database) as connection:
        for found in look_at_books(connection, installation.home, now=clock.now(), real_now=clock.real_now()):
            broken += _tell(found, quiet)
    if broken:
        click.echo(f"{broken} broken", err=True)
        sys.exit(1)


def _tell(found: Found, quiet: bool) -> int:
    if found.breaks or not quiet:
        verdict = f"{len(found.breaks)} BROKEN" if found.breaks else "holds"
        click.echo(f"{found.check.title:<62} {found.rows:>10,} rows   {verdict}")
    for line in found.breaks:
        click.echo(f"    {line}")
    return len(found.breaks)
