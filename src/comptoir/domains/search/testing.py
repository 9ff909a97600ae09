"""Cards for tests of other domains and surfaces."""

from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver


def settle_news() -> None:
    """Let all waiting events be reacted to, as the worker would."""
    while any([deliver(Lane.URGENT), deliver(Lane.BULK)]):
        pass
