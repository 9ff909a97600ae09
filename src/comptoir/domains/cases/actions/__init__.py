"""The verbs of cases: checks open and clear them, people take, note, resolve and dismiss them."""

from comptoir.domains.cases.actions.ask import open_question
from comptoir.domains.cases.actions.astray import keep_parcel_case
from comptoir.domains.cases.actions.dispute import keep_dispute_cases
from comptoir.domains.cases.actions.forget import forget_asker
from comptoir.domains.cases.actions.handle import dismiss_case, note_case, resolve_case, take_case
from comptoir.domains.cases.actions.watch import close_cleared, open_case, open_cases
from comptoir.domains.cases.actions.withdrawn import open_withdrawn_case

__all__ = [
    "close_cleared",
    "dismiss_case",
    "forget_asker",
    "keep_dispute_cases",
    "keep_parcel_case",
    "note_case",
    "open_case",
    "open_cases",
    "open_question",
    "open_withdrawn_case",
    "resolve_case",
    "take_case",
]
