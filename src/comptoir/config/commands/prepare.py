"""`comptoir prepare`: what lies between the database and the web server. Run by `up`, in a process of its own."""

import json
import time
from collections.abc import Callable

import click

from comptoir.config.commands.up import refuse
from comptoir.config.environment import Environment, environment
from comptoir.config.production import refusals
from comptoir.operations.supervisor.screen import Screen


@click.command()
@click.option("--demo", is_flag=True)
def prepare(*, demo: bool) -> None:
    """Make tables, static files and, if asked, demo data; refuse what production must not have."""
    from comptoir.config.welcome import awaits_owner, welcome_rows

    env = environment()
    screen = Screen()
    _step(screen, "tables", lambda: _migrate(screen))
    _step(screen, "files", _collect_files)
    if demo:
        from comptoir.operations.demo.opening import open_demo

        open_demo(said=lambda words: screen.step("demo", words))
    if env.mode == "production":
        refuse(_production_refusals(env))
    path = env.home / "run" / "welcome.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps({"rows": welcome_rows(env), "again": awaits_owner()}))


def _step(screen: Screen, label: str, do: Callable[[], str]) -> None:
    began = time.monotonic()
    words = do()
    screen.step(label, words, seconds=time.monotonic() - began)


def _migrate(screen: Screen) -> str:
    from comptoir.operations.preparing.tables import migrate

    count = migrate(on_retry=lambda number: screen.step("tables", f"busy; try {number + 1}"))
    return f"{count} migrations applied" if count else "as they should be"


def _collect_files() -> str:
    from comptoir.operations.preparing.files import collect_files

    return "static files collected" if collect_files() else "as they should be"


def _production_refusals(env: Environment) -> list[str]:
    from comptoir.config.dangers import enabled_providers, without_webhook_secret
    from comptoir.config.welcome import usable_demo_logins
    from comptoir.domains.markets.queries import market_settings

    enabled = enabled_providers()
    return refusals(
        env,
        demo_logins=[login.email for login in usable_demo_logins()],
        enabled_providers=enabled,
        providers_without_webhook_secret=without_webhook_secret(enabled, env.settings),
        on_trial=market_settings().on_trial,
    )
