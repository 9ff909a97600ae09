"""The verbs of reviews."""

from comptoir.domains.reviews.actions.add import add_reviews
from comptoir.domains.reviews.actions.erase import erase_reviewer
from comptoir.domains.reviews.actions.invite import await_reviews, bring_reviews_forward, invite_reviewers
from comptoir.domains.reviews.actions.moderate import (
    answer_review,
    dismiss_reports,
    publish_review,
    refuse_review,
)
from comptoir.domains.reviews.actions.report import report_review
from comptoir.domains.reviews.actions.write import write_review

__all__ = [
    "add_reviews",
    "answer_review",
    "await_reviews",
    "bring_reviews_forward",
    "dismiss_reports",
    "erase_reviewer",
    "invite_reviewers",
    "publish_review",
    "refuse_review",
    "report_review",
    "write_review",
]
