"""`comptoir theme`."""

import sys
from pathlib import Path

import click


@click.group()
def theme() -> None:
    """An agency's theme: a folder with templates and styles of its own (docs/run/themes.md)."""


@theme.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Try a theme on the goods of this shop; without a folder, the one in use.

    Exits with 1 when buyers would miss something.
    """
    from django.conf import settings

    from comptoir.storefront.theme_check import remarks_on

    chosen = str(folder or settings.THEME_FOLDER)
    if not chosen:
        raise click.UsageError("no theme is in use: name a folder, or set COMPTOIR_THEME")
    grave = 0
    for remark in remarks_on(chosen):
        click.echo(f"  {'WRONG' if remark.grave else 'note':<6}{remark.place}\n        {remark.words}")
        grave += remark.grave
    click.echo(f"\n  {grave} wrong" if grave else "\n  Nothing wrong.")
    sys.exit(1 if grave else 0)
