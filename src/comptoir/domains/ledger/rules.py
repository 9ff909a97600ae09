"""What makes an entry one: pure checks, before the database makes them again."""

import re
from collections import defaultdict
from datetime import date

from comptoir.domains.ledger.errors import BadPosting, Unbalanced
from comptoir.domains.ledger.values import FEC_COLUMNS, JOURNALS, BookLine, EntryDraft, Posting, account_name
from comptoir.kernel.money import Money

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


_END = "\r\n"
_BREAKS = re.compile(r"[\x00-\x1f\x7f|]+")


def is_siren(siren: str) -> bool:
    return re.fullmatch(r"[0-9]{9}", siren) is not None


def fec_name(siren: str, year: int) -> str:
    """SIREN, FEC and the day the year was closed: "732829320FEC20261231.txt"."""
    return f"{siren}FEC{year}1231.txt"


def fec_head() -> str:
    return "\t".join(FEC_COLUMNS) + _END


def fec_row(line: BookLine) -> str:
    """One line, its columns separated by tabs."""
    columns = (
        line.journal,
        JOURNALS[line.journal],
        str(line.number),
        _day(line.on),
        line.account,
        account_name(line.account),
        line.party,
        line.party_name,
        line.reference,
        _day(line.on),
        line.label,
        _amount(line.debit),
        _amount(line.credit),
        letters_of(line.matching) if line.matching else "",
        _day(line.matched_on) if line.matched_on else "",
        _day(line.posted_on),
        "",
        "",
    )
    # A name may hold whatever a buyer typed; a tab or a line end in it would move the columns.
    return "\t".join(_BREAKS.sub(" ", column).strip() for column in columns) + _END


def letters_of(entry: int) -> str:
    """The letters that pair a debt with what settled it: A, B, … Z, AA, … for the entries 1, 2, … that settled it."""
    letters = ""
    while entry:
        entry, place = divmod(entry - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _amount(money: Money) -> str:
    return f"{money.amount:.2f}".replace(".", ",")
