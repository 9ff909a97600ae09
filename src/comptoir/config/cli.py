"""The command line. Commands are loaded when they are used, so that `comptoir --help` answers at once."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import click

from comptoir.config.failures import in_one_line
from comptoir.config.readiness import Needs, ready, set_up_django

Section = Literal["Run", "Data", "Look after", "Develop"]


@dataclass(frozen=True)
class Entry:
    """Where a command lives, what it needs, and its line in the list."""

    target: str
    summary: str
    section: Section
    needs: Needs = "nothing"
    hidden: bool = False


OWN = "comptoir.config.commands"
ROOMS = "comptoir.operations"
ENTRIES: dict[str, Entry] = {
    "up": Entry(f"{OWN}.up:up", "start everything and keep it running", "Run"),
    "worker": Entry(f"{OWN}.run:worker", "run jobs and deliver events only", "Run", "database"),
    "simulator": Entry(f"{OWN}.run:simulator", "run the bank simulator only", "Run"),
    "prepare": Entry(f"{OWN}.prepare:prepare", "tables, static files", "Run", "database", hidden=True),
    "demo": Entry(f"{ROOMS}.demo.command:demo", "fill the shop with demo goods and orders", "Data", "tables"),
    "import": Entry(f"{ROOMS}.importing.command:importing", "read goods from another shop's files", "Data", "tables"),
    "stock": Entry(f"{ROOMS}.stock.command:stock", "count stock", "Data", "tables"),
    "user": Entry(f"{ROOMS}.users.command:user", "accounts of people who work here", "Data", "tables"),
    "fec": Entry(f"{ROOMS}.accounting.command:fec", "the books of a year for the tax office", "Data", "tables"),
    "verify": Entry(f"{ROOMS}.verify.command:verify", "recompute what must be true", "Look after", "tables"),
    "backup": Entry(f"{OWN}.data:backup", "everything into one file, while open", "Look after", "server"),
    "restore": Entry(f"{OWN}.data:restore", "make an installation from such a file", "Look after"),
    "upgrade": Entry(f"{OWN}.data:upgrade", "tables to this version, while open", "Look after", "database"),
    "maintenance": Entry(f"{OWN}.maintenance:maintenance", "close the shop for a while, and open it", "Look after"),
    "doctor": Entry(f"{OWN}.doctor:doctor", "look for what is wrong", "Look after"),
    "events": Entry(f"{ROOMS}.events.command:events", "the map of events and reactions", "Look after", "django"),
    "clock": Entry(f"{ROOMS}.clock.command:clock", "set the time in test mode", "Look after", "tables"),
    "theme": Entry(f"{OWN}.theme:theme", "look for what is wrong with an agency's theme", "Develop", "tables"),
    "bench": Entry(f"{ROOMS}.bench.command:bench", "measure against the machine's own limits", "Develop", "django"),
    "manage": Entry(f"{OWN}.run:manage", "Django's own commands", "Develop", "database"),
    "db": Entry(f"{OWN}.run:db", "open psql on the database", "Develop", "server"),
    "version": Entry(f"{OWN}.run:version", "versions of what runs here", "Develop"),
}  # fmt: skip


class Commands(click.Group):
    """The group whose members are loaded by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        if entry.target.startswith(ROOMS):
            # The modules of these commands may import models; ours do so when they run.
            set_up_django()
        module, _, name = entry.target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        _serve(command, entry.needs)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section in dict.fromkeys(entry.section for entry in ENTRIES.values()):
            shown = {name: entry for name, entry in ENTRIES.items() if entry.section == section and not entry.hidden}
            with formatter.section(section):
                formatter.write_dl([(name, entry.summary) for name, entry in shown.items()])


def _serve(command: click.Command, needs: Needs) -> None:
    """Have what the command needs when its body runs, and not for its `--help`."""
    if isinstance(command, click.Group):
        for member in command.commands.values():
            _serve(member, needs)
        return
    run = command.callback
    if run is None or getattr(run, "served", False):
        return

    def served(*args: Any, **kwargs: Any) -> Any:
        with ready(needs):
            return run(*args, **kwargs)

    served.served = True  # type: ignore[attr-defined]  # so that it is wrapped once
    command.callback = served


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.pass_context
def comptoir(ctx: click.Context) -> None:
    """The commerce platform a merchant never has to replace.

    Everything lives in the folder COMPTOIR_HOME (default: var). Commands use the running installation, or start its
    database for as long as they take.
    """
    from comptoir.config.readiness import installation

    ctx.obj = installation()


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: runs a command, and turns what went wrong into one line and an exit status."""
    with in_one_line():
        comptoir(args=list(sys.argv[1:] if arguments is None else arguments), prog_name="comptoir")


if __name__ == "__main__":
    main()
