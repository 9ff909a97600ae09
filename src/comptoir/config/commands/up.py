"""`comptoir up`."""

import os
import sys
from importlib.metadata import version

import click

from comptoir.config.environment import Environment, environment
from comptoir.config.production import refusals
from comptoir.operations.supervisor.plan import Plan
from comptoir.operations.supervisor.screen import Screen
from comptoir.operations.supervisor.up import up as run


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty installation with a demo shop. Twice adds nothing.")
def up(*, demo: bool) -> None:
    """Start the database, the web server and the worker, and keep them running until Ctrl-C.

    Settings: PORT, COMPTOIR_HOME, COMPTOIR_ENV (demo, test or production), DATABASE_URL and others; see docs/run.
    """
    env = environment()
    if demo and env.mode == "production":
        raise click.ClickException("COMPTOIR_ENV=production has no demo data. Leave out --demo, or use another home.")
    refuse(refusals(env))
    screen = Screen()
    screen.title(f"Comptoir {version('comptoir')}   {env.mode}   {env.home}")
    sys.exit(run(plan_of(env, demo=demo), screen))


def refuse(reasons: list[str]) -> None:
    """:raises click.ClickException: with every reason, one a line."""
    if reasons:
        lines = "\n".join(f"  - {reason}" for reason in reasons)
        raise click.ClickException(f"COMPTOIR_ENV=production refuses to start:\n{lines}")


def plan_of(env: Environment, *, demo: bool) -> Plan:
    """What the supervisor is to run."""
    return Plan(
        home=env.home,
        mode=env.mode,
        host=env.host,
        port=env.port,
        simulator_port=None if env.mode == "production" else env.simulator_port,
        base_url=env.base_url,
        database_url=env.database_url if env.brings_own_database else None,
        # By module and not by the script beside the interpreter: it must be this very installation.
        comptoir=(sys.executable, "-m", "comptoir.config.cli"),
        web_processes=env.web_processes,
        web_threads=env.web_threads,
        demo=demo,
        environ=dict(os.environ),
    )
