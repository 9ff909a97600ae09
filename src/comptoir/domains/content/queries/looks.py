"""The colours that follow from a theme."""

from comptoir.domains.content.rules import roles_of, unreadable_pairs
from comptoir.domains.content.values import Roles, Theme, UnreadablePair


def palette(theme: Theme, scheme: str) -> Roles:
    """The colour of every role, in light or in dark: what was chosen, and what follows from it."""
    return roles_of(theme, scheme)


def unreadable(theme: Theme) -> tuple[UnreadablePair, ...]:
    """The colours that cannot be read on each other, with what would do."""
    return unreadable_pairs(theme)
