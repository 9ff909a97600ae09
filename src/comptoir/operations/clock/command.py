from datetime import UTC, datetime

import click

from comptoir.kernel.clock import release_clock, set_clock


@click.group()
def clock() -> None:
    """Set the time of this installation, in test mode only."""


@clock.command("set")
@click.argument("instant")
def set_to(instant: str) -> None:
    """Make it INSTANT for every process: 2026-12-24T18:00 (UTC unless it says otherwise). Time runs on from there."""
    try:
        shown = datetime.fromisoformat(instant)
    except ValueError:
        raise click.ClickException(
            f"{instant} is no instant such as 2026-12-24T18:00 or 2026-12-24T18:00+01:00"
        ) from None
    if shown.tzinfo is None:
        shown = shown.replace(tzinfo=UTC)
    set_clock(shown)
    click.echo(f"it is {shown.isoformat()}")


@clock.command("release")
def release() -> None:
    """Back to real time."""
    release_clock()
    click.echo("back to real time")
