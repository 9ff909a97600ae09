"""The verbs of cases: checks open and clear them, people take, note, resolve and dismiss them."""

from comptoir.domains.cases.actions.dispute import keep_dispute_cases
from comptoir.domains.cases.actions.handle import dismiss_case, note_case, resolve_case, take_case
from comptoir.domains.cases.actions.watch import close_cleared, open_case, open_cases

__all__ = [
    "close_cleared",
    "dismiss_case",
    "keep_dispute_cases",
    "note_case",
    "open_case",
    "open_cases",
    "resolve_case",
    "take_case",
]
