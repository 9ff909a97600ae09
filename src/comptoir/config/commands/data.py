"""backup, restore, upgrade."""

import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import click

from comptoir.config.readiness import installation as own_installation
from comptoir.operations.installation import Installation


@click.command()
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@click.pass_obj
def backup(installation: Installation, *, target: Path | None) -> None:
    """Write everything into one file while the shop is open: database, media, documents and secrets, at one moment.

    Default: COMPTOIR_HOME/backups/comptoir-DATE-TIME.tar. Copy it to another machine; a backup beside its shop is none.
    """
    from comptoir.operations.backup.backup import back_up, server_time

    now = server_time(installation)
    target = (target or installation.home / "backups" / f"comptoir-{now:%Y%m%d-%H%M%S}.tar").absolute()
    if target.exists():
        raise click.ClickException(f"{target} exists already.")
    try:
        manifest = back_up(installation, target, now=now, said=_said)
    except OSError as error:
        raise click.ClickException(f"The backup could not be written: {error}") from error
    size = target.stat().st_size / 2**20
    click.echo(f"{target}   {size:.1f} MB, {len(manifest.members)} files, checked")


@click.command()
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Delete the installation that is there, once the new one is complete.")
def restore(*, source: Path, replace: bool) -> None:
    """Make an installation from a backup, in an empty COMPTOIR_HOME, and verify it."""
    from comptoir.operations.backup.archive import BadArchive
    from comptoir.operations.backup.restore import NotEmpty
    from comptoir.operations.backup.restore import restore as run
    from comptoir.operations.postgres.cluster import make_folders
    from comptoir.operations.postgres.places import places_of
    from comptoir.operations.supervisor.holding import held
    from comptoir.operations.supervisor.refusals import Refused

    installation = own_installation()
    make_folders(places_of(installation.home))
    try:
        with held(installation.home, told="a restore"):
            manifest = run(installation, source.absolute(), replace=replace, said=_said)
    except (BadArchive, NotEmpty, Refused) as error:
        raise click.ClickException(str(error)) from error
    made = datetime.fromisoformat(manifest.made_at)
    click.echo(f"Restored as of {made:%Y-%m-%d %H:%M:%S} UTC (Comptoir {manifest.comptoir}).")
    _after_restore()


def _after_restore() -> None:
    """Bring the tables to this version, then recompute what must be true.

    In processes of their own: settings and secrets were read before the restored ones were there.
    """
    steps = [["upgrade"]]
    if find_spec("comptoir.operations.verify") is not None:
        steps.append(["verify"])
    for step in steps:
        _said(step[0])
        status = subprocess.call([sys.executable, "-m", "comptoir.config.cli", *step])  # noqa: S603 - our own words
        if status != 0:
            raise click.ClickException(f"The data are restored, but `comptoir {step[0]}` failed; see above.")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.pass_obj
def upgrade(installation: Installation, *, dry_run: bool) -> None:
    """Bring the tables to this version, while the former version goes on running.

    No lock is waited for longer than 3 s, so that nobody queues up behind it. Restart the processes afterwards.
    """
    from comptoir.operations.preparing.tables import describe_pending, migrate, unknown_migrations
    from comptoir.operations.supervisor.holding import holder_of

    unknown = unknown_migrations()
    if unknown:
        raise click.ClickException(f"The tables are of a newer version than this one: {', '.join(unknown[:3])}.")
    pending = describe_pending()
    for name, operations in pending:
        click.echo(name)
        for operation in operations:
            click.echo(f"    {operation}")
    if dry_run or not pending:
        click.echo(f"{len(pending)} migrations to apply" if pending else "The tables are of this version.")
        return
    count = migrate(on_retry=lambda number: click.echo(f"The tables are busy; try {number + 1}"))
    click.echo(f"{count} migrations applied.")
    holder = holder_of(installation.home)
    if holder:
        click.echo(f"Now restart what runs (process {holder['pid']}), so that it uses the new version.")


def _said(words: str) -> None:
    click.echo(f"  {words}", err=True)
