"""`comptoir maintenance`."""

import click

from comptoir.config.values import MAINTENANCE
from comptoir.operations.installation import Installation


@click.command()
@click.argument("state", type=click.Choice(["on", "off"]), required=False)
@click.pass_obj
def maintenance(installation: Installation, state: str | None) -> None:
    """Close the shop to visitors, with a page that says so, or open it again. Without a word, tell which it is.

    The back office and the API stay open. `comptoir upgrade` needs no closing: it runs while the shop sells.
    """
    sign = installation.home / MAINTENANCE
    if state == "on":
        sign.parent.mkdir(parents=True, exist_ok=True)
        sign.touch()
    elif state == "off":
        sign.unlink(missing_ok=True)
    click.echo("Closed for maintenance." if sign.exists() else "Open.")
