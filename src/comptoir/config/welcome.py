"""What is said once everything runs: where to go, and with which name to sign in."""

from comptoir.config.environment import Environment


def welcome_rows(env: Environment) -> list[tuple[str, str]]:
    """Labels and words, in the order in which they are shown."""
    rows = [("Storefront", f"{env.base_url}/"), ("Back office", f"{env.base_url}/back-office/")]
    if env.mail.transport == "files":
        rows.append(("Mail", f"{env.mail.folder} (letters are written there as files)"))
    if env.mode != "production":
        rows += _demo_logins()
    return rows


def _demo_logins() -> list[tuple[str, str]]:
    from comptoir.config.dangers import active_demo_logins
    from comptoir.operations.demo.logins import demo_logins

    active = set(active_demo_logins())
    shown = [login for login in demo_logins() if login.email in active]
    return [
        ("Sign in" if number == 0 else "", f"{login.email}   {login.password}   ({login.role})")
        for number, login in enumerate(shown)
    ]
