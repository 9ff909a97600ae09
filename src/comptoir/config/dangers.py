"""What the database holds that production must not have."""

from collections.abc import Collection

from comptoir.config.values import Settings
from comptoir.domains.markets.queries import all_markets
from comptoir.domains.payments.queries import methods

# The providers that send messages, and where the secret is that proves a message is theirs.
WEBHOOK_SECRETS = {"stripe": "STRIPE_WEBHOOK_SECRET"}


def enabled_providers() -> frozenset[str]:
    """The kinds of payment provider that are switched on in any market."""
    return frozenset(method.provider for market in all_markets() for method in methods(market.code) if method.enabled)


def without_webhook_secret(providers: Collection[str], settings: Settings) -> list[str]:
    """Those whose messages nobody could tell from forged ones."""
    return [
        kind
        for kind in sorted(providers)
        if kind in WEBHOOK_SECRETS and not settings.text(WEBHOOK_SECRETS[kind], default="")
    ]
