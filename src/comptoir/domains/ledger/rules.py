"""What makes an entry one: pure checks, before the database makes them again."""

import re
from collections import defaultdict

from comptoir.domains.ledger.errors import BadPosting, Unbalanced
from comptoir.domains.ledger.values import EntryDraft, Posting

_ACCOUNT = re.compile(r"[1-7][0-9]{2}[0-9A-Z]{0,29}")


def check_account(code: str) -> None:
    """Refuse a code that no account can have.

    :raises BadPosting: naming it.
    """
    if not _ACCOUNT.fullmatch(code):
        raise BadPosting(account=code)


def postings_of(draft: EntryDraft) -> tuple[Posting, ...]:
    """The postings that say something, in the order given.

    :raises BadPosting: for a malformed account, an amount below zero, or amounts on both sides.
    :raises Unbalanced: when debits and credits differ in a currency, or nothing is left to post.
    """
    kept = tuple(posting for posting in draft.postings if posting.debit or posting.credit)
    sums: defaultdict[str, int] = defaultdict(int)
    for posting in kept:
        one_sided = posting.debit.minor * posting.credit.minor == 0 and posting.debit.minor + posting.credit.minor > 0
        if (
            not one_sided
            or not _ACCOUNT.fullmatch(posting.account)
            or posting.debit.currency != posting.credit.currency
        ):
            raise BadPosting(account=posting.account)
        sums[posting.debit.currency] += posting.debit.minor - posting.credit.minor
    if not kept or any(sums.values()):
        raise Unbalanced(key=draft.key)
    return kept
