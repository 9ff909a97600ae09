"""Single processes of an installation, and doors for developers: worker, simulator, manage, db, version."""

import os
import platform
import sys
from importlib.metadata import version as installed_version

import click

from comptoir.config.environment import environment
from comptoir.operations.postgres import addresses
from comptoir.operations.postgres.binaries import find_binaries
from comptoir.operations.postgres.clients import clients_of


@click.command()
def worker() -> None:
    """Run jobs and deliver events, without the rest of `comptoir up`."""
    from comptoir.operations.worker.run import run_worker

    run_worker(threads=environment().worker_threads)


@click.command()
@click.option("--control", is_flag=True, help="Let tests change its behaviour.")
def simulator(*, control: bool) -> None:
    """Run the bank simulator, without the rest of `comptoir up`."""
    from comptoir.connectors.payments.simulator.bank.server import serve

    env = environment()
    if env.mode == "production":
        raise click.ClickException("The bank simulator moves no money: production refuses it.")
    public = env.settings.text("COMPTOIR_SIMULATOR_URL", default="")
    serve(env.simulator_port, env.home, public_url=public, control=control or env.mode == "test")


@click.command(
    add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(*, arguments: tuple[str, ...]) -> None:
    """Django's management commands: comptoir manage showmigrations."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["comptoir manage", *arguments])


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--reader", is_flag=True, help="As the role that can only read.")
@click.option("--superuser", is_flag=True, help="As the role that may do everything (embedded database only).")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def db(*, reader: bool, superuser: bool, arguments: tuple[str, ...]) -> None:
    """Open psql on the database; what follows is passed on: comptoir db -c 'select 1'."""
    env = environment()
    address = env.database_url
    if not env.brings_own_database and (reader or superuser):
        address = addresses.conninfo(env.home, role=addresses.SUPERUSER if superuser else addresses.READER)
    sys.exit(clients_of(address).call("psql", arguments))


@click.command()
def version() -> None:
    """Versions of Comptoir and of what it runs on."""
    for name in ("comptoir", "django", "granian", "psycopg", "procrastinate"):
        click.echo(f"{name:<14}{installed_version(name)}")
    click.echo(f"{'python':<14}{platform.python_version()}")
    programs = find_binaries(environ=os.environ)
    click.echo(f"{'postgresql':<14}{programs.version} ({programs.source})")
