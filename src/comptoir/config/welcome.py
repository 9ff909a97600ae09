"""What is said once everything runs: where to go, and with which name to sign in."""

from django.urls import reverse

from comptoir.backoffice.accounts.first import FIRST_OWNER
from comptoir.config.environment import Environment
from comptoir.domains.accounts.queries import has_password, has_staff
from comptoir.kernel.access import token_for
from comptoir.operations.demo.logins import DemoLogin, demo_logins


def welcome_rows(env: Environment) -> list[tuple[str, str]]:
    """Labels and words, in the order in which they are shown."""
    rows = [("Storefront", f"{env.base_url}/"), ("Back office", env.base_url + reverse("backoffice:home"))]
    if env.mail.transport == "files":
        rows.append(("Mail", f"{env.mail.folder} (letters are written there as files)"))
    if awaits_owner():
        # Whoever can read this terminal owns the machine, and so may own the shop.
        link = reverse("backoffice:welcome", args=[token_for(FIRST_OWNER, FIRST_OWNER)])
        rows.append(("First visit", f"{env.base_url}{link}"))
    shown = [] if env.mode == "production" else usable_demo_logins()
    for number, login in enumerate(shown):
        rows.append(("" if number else "Sign in", f"{login.email}   {login.password}   ({login.role})"))
    return rows


def awaits_owner() -> bool:
    """Whether nobody has an account yet, so that the link of the first visit is needed again at the next start."""
    return not has_staff()


def usable_demo_logins() -> list[DemoLogin]:
    """Demo accounts that can still sign in with the password that everybody knows."""
    return [login for login in demo_logins() if has_password(login.email, login.password)]
