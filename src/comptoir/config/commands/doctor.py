"""`comptoir doctor`."""

import sys
from collections.abc import Iterator

import click

from comptoir.config.environment import Environment, environment
from comptoir.config.production import refusals
from comptoir.config.readiness import database, installation, set_up_django
from comptoir.operations.health.findings import Finding, good, notice, wrong
from comptoir.operations.postgres.errors import PostgresError

SIGNS = {"good": "ok", "notice": "note", "wrong": "WRONG"}


@click.command()
def doctor() -> None:
    """Look at everything the installation stands on; exit with 1 when something is wrong."""
    bad = 0
    for finding in _look():
        click.echo(f"  {SIGNS[finding.grade]:<6}{finding.label:<14}{finding.words}")
        if finding.remedy:
            click.echo(f"{'':<22}{finding.remedy}")
        bad += finding.grade == "wrong"
    click.echo(f"\n  {bad} wrong" if bad else "\n  Nothing wrong.")
    sys.exit(1 if bad else 0)


def _look() -> Iterator[Finding]:
    from comptoir.operations.health.database import look_at_database
    from comptoir.operations.health.machine import look_at_machine

    env = environment()
    yield from _settings(env)
    yield from look_at_machine(installation())
    if not env.brings_own_database and not (env.home / "postgres" / "data").exists():
        yield notice("database", "none yet", "`comptoir up` makes it")
        return
    try:
        with database():
            set_up_django()
            from comptoir.kernel import clock

            yield from look_at_database(env.database_url, now=clock.real_now())
            yield from _tables()
    except PostgresError as error:
        yield wrong("database", "cannot be used", str(error))


def _tables() -> Iterator[Finding]:
    from comptoir.operations.health.work import look_at_work
    from comptoir.operations.preparing.tables import pending_migrations, unknown_migrations

    pending = pending_migrations()
    if unknown_migrations():
        yield wrong("tables", "made by a newer version of Comptoir", "install that version")
    elif pending.is_new:
        yield notice("tables", "none yet", "`comptoir up` makes them")
    elif pending.names:
        yield notice("tables", f"{len(pending.names)} migrations are due", "comptoir upgrade")
    else:
        yield good("tables", "of this version")
        yield from look_at_work()


def _settings(env: Environment) -> Iterator[Finding]:
    for reason in refusals(env):
        yield wrong("settings", reason, "")
    if env.mode != "production":
        yield good("settings", f"COMPTOIR_ENV={env.mode}, {env.base_url}")
        return
    yield good("settings", f"COMPTOIR_ENV=production, {env.base_url}")
    if not env.base_url.startswith("https://"):
        yield notice("settings", "BASE_URL is not https", "put a proxy with TLS in front and set BASE_URL")
    if env.mail.transport == "files":
        yield notice(
            "settings", "letters are written to files and reach nobody", "set COMPTOIR_MAIL=smtp and SMTP_HOST"
        )
    if env.proxies == 0:
        yield notice("settings", "COMPTOIR_PROXIES=0: behind a proxy all visitors look like one", "set it to 1")
