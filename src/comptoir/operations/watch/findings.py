"""From what a check found to cases."""

import re
from uuid import UUID

from comptoir.domains.cases.queries import key_of
from comptoir.domains.cases.values import CaseKind, Finding, Severity
from comptoir.domains.orders.queries import order_ids_by_number
from comptoir.operations.verify.checks import Found

MOST_CASES = 20
"""So many breaks of one check are a case each; more have one cause, and are one case."""

_PAYMENT = re.compile(r"\bpayment ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_ORDER = re.compile(r"\border ([\w-]+)")


def findings_of(found: Found) -> list[Finding]:
    """What is to be seen to: a break each, or one for all of them where there are many."""
    title = " ".join(found.check.title.split())
    if len(found.breaks) > MOST_CASES:
        return [_many(found, title)]
    return [_one(found.check.code, title, words) for words in found.breaks]


def _one(code: str, title: str, words: str) -> Finding:
    subject_type, subject_id = _subject_of(words)
    return Finding(
        key=key_of(code, words),
        kind=CaseKind.BROKEN_INVARIANT,
        what="broken",
        facts={"check": title.partition(" ")[0], "words": words},
        evidence={"found": {"check": title, "words": words}},
        subject_type=subject_type,
        subject_id=subject_id,
        severity=Severity.URGENT,
    )


def _subject_of(words: str) -> tuple[str, str]:
    """The payment or order that the words name, if there is one; a check says "payment <id>" or "order <number>"."""
    if paid := _PAYMENT.search(words):
        return "payments.payment", paid[1]
    if placed := _ORDER.search(words):
        order_id = order_ids_by_number([placed[1]]).get(placed[1]) or _id_in(placed[1])
        return ("orders.order", str(order_id)) if order_id else ("", "")
    return "", ""


def _id_in(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _many(found: Found, title: str) -> Finding:
    first = sorted(found.breaks)[:MOST_CASES]
    return Finding(
        key=f"{found.check.code}:many",
        kind=CaseKind.BROKEN_INVARIANT,
        what="many",
        facts={"check": title.partition(" ")[0], "count": len(found.breaks)},
        evidence={"found": {"check": title, "count": len(found.breaks), "words": first}},
        severity=Severity.URGENT,
    )
