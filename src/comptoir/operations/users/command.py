import click

from comptoir.domains.accounts.actions import create_user
from comptoir.domains.accounts.values import ROLES
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor


@click.group()
def user() -> None:
    """Accounts of people who work here."""


@user.command("create")
@click.argument("email")
@click.option("--name", prompt=True, help="As it is shown beside what they do.")
@click.option("--role", "roles", multiple=True, default=("owner",), type=click.Choice(sorted(ROLES)), show_default=True)
@click.option("--language", default="fr", type=click.Choice(("fr", "en")), show_default=True)
@click.option("--password", envvar="COMPTOIR_PASSWORD", prompt=True, hide_input=True, confirmation_prompt=True)
def create(email: str, name: str, roles: tuple[str, ...], language: str, password: str) -> None:
    """Make an account. The password is asked for, or taken from COMPTOIR_PASSWORD."""
    create_user(
        email=email,
        name=name,
        roles=roles,
        password=password,
        language=language,
        actor=job_actor("command line"),
        now=clock.now(),
    )
    click.echo(f"{email} can sign in as {', '.join(roles)}")
