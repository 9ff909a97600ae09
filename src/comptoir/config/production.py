"""What production refuses to start with. Each line says what is wrong and what to do."""

from collections.abc import Collection

from comptoir.config.environment import Environment

SHORTEST_KEY = 32
# Long enough not to turn up by chance in a random key.
KNOWN_WORDS = ("changeme", "change-me", "change_me", "secret", "insecure", "password", "example", "default")


def refusals(
    env: Environment,
    *,
    demo_logins: Collection[str] = (),
    enabled_providers: Collection[str] = (),
    providers_without_webhook_secret: Collection[str] = (),
    on_trial: bool = False,
) -> list[str]:
    """Why this installation must not serve customers; empty outside production and when all is well.

    :param demo_logins: the e-mail addresses of demo accounts that can still sign in.
    :param enabled_providers: the kinds of payment provider that are switched on (`simulator`, `stripe`, …).
    :param providers_without_webhook_secret: those of them whose messages could be forged by anybody.
    :param on_trial: whether the shop still sells under a provisional name.
    """
    if env.mode != "production":
        return []
    found = []
    if env.debug:
        found.append("DEBUG is on: error pages would show data and settings. Unset DEBUG.")
    if weak_key(env.secret_key):
        found.append(
            f"The secret key is a default or too short (fewer than {SHORTEST_KEY} characters). Set COMPTOIR_SECRET_KEY "
            "to a long random text, or unset it to have one made."
        )
    if demo_logins:
        found.append(
            f"Demo logins exist, whose passwords are public: {', '.join(sorted(demo_logins))}. "
            "Use an installation without demo data, or deactivate these accounts."
        )
    if "simulator" in enabled_providers:
        found.append(
            "The payment simulator is switched on: orders would be paid with no money. Switch it off in the settings."
        )
    if on_trial:
        found.append("The shop is on trial, without a legal seller. Its owner names it at the first visit.")
    found += [
        f"The payment provider {kind} has no webhook secret: its messages could be forged. Set its secret."
        for kind in sorted(providers_without_webhook_secret)
    ]
    return found


def weak_key(key: str) -> bool:
    """Whether a key is short, monotonous or one of those that stand in examples."""
    plain = key.lower()
    return len(key) < SHORTEST_KEY or len(set(key)) < 10 or any(word in plain for word in KNOWN_WORDS)
