import click

from comptoir.kernel.events import declared_events, reactions_by_event
from comptoir.kernel.events.relay import replay_dead_letters


@click.group(invoke_without_command=True)
@click.pass_context
def events(context: click.Context) -> None:
    """The map of events and the reactions to them."""
    if context.invoked_subcommand is None:
        for line in event_map():
            click.echo(line)


def event_map() -> list[str]:
    """One line an event, indented lines for its reactions; compared with the committed copy by a test."""
    reactions = reactions_by_event()
    lines: list[str] = []
    for name, event in declared_events().items():
        subject = f" about {event.SUBJECT}" if event.SUBJECT else ""
        lines.append(f"{name} ({event.LANE}{subject})")
        lines += [f"    {reaction.name}" for reaction in reactions.get(name, [])]
    return lines


@events.command("retry")
def retry() -> None:
    """Play every dead letter again."""
    click.echo(f"{replay_dead_letters()} events are delivered again")
