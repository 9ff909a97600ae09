"""Getting ready what a command needs: settings, Django, the database, the tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import click

from comptoir.config.environment import environment
from comptoir.operations.installation import Installation

Needs = Literal["nothing", "server", "django", "database", "tables"]
"""The server without Django, Django without the server, both, and the tables as well."""


def installation() -> Installation:
    """What commands are told of the installation."""
    env = environment()
    return Installation(
        mode=env.mode,
        home=env.home,
        host=env.host,
        port=env.port,
        simulator_port=env.simulator_port,
        base_url=env.base_url,
        database=env.database_url,
        reader_database=env.reader_url,
        brings_own_database=env.brings_own_database,
    )


def set_up_django() -> None:
    """Load the settings and the models, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")
    import django
    from django.utils import translation

    from comptoir.operations.preparing.texts import compile_texts

    # Before Django, which keeps what it has read: sentences that were missing then would stay English for good.
    compile_texts()
    django.setup()
    # The command line speaks English, whatever the shop's first language is.
    translation.activate("en")


@contextmanager
def ready(needs: Needs) -> Iterator[None]:
    """Have it for as long as this lasts; the database is the running one, or one started for the purpose."""
    if needs == "nothing":
        yield
        return
    if needs == "server":
        with database():
            yield
        return
    if needs == "django":
        set_up_django()
        yield
        return
    with database():
        set_up_django()
        if needs == "tables":
            have_tables()
        yield


@contextmanager
def database() -> Iterator[None]:
    """The database server, ours or the one of DATABASE_URL.

    :raises PostgresError: when it cannot be had.
    """
    env = environment()
    if env.brings_own_database:
        from comptoir.operations.postgres.external import check_external

        check_external(env.database_url)
        yield
        return
    from comptoir.operations.postgres.running import running_server

    with running_server(env.home, progress=lambda line: click.echo(line, err=True)):
        yield


def have_tables() -> None:
    """Make the tables of a new installation.

    :raises click.ClickException: when the tables are of another version; changing them is `upgrade`'s business.
    """
    from comptoir.operations.preparing.tables import migrate, pending_migrations

    pending = pending_migrations()
    if pending.is_new:
        click.echo("Making the tables", err=True)
        migrate()
    elif pending.names:
        raise click.ClickException(
            f"The tables are of another version: {len(pending.names)} migrations are due. Run: comptoir upgrade"
        )
