from datetime import datetime

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.values import STORED_VALUE, EntryDraft, Journal, credit, debit
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.stored_value.values import Entry
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day


def book_stored_value(
    *, entry: Entry, market: str, against: str, journal: Journal = Journal.MISCELLANEOUS, actor: Actor, now: datetime
) -> None:
    """Book what moved the balance of a gift card or store credit, other than a payment, against another account."""
    here = market_of(market)
    draft = EntryDraft(
        entity=here.legal_entity_id,
        journal=journal,
        on=local_day(now, here.time_zone),
        label=f"stored value {entry.kind}",
        reference=str(entry.account_id),
        key=f"stored value:{entry.id}",
        postings=(debit(against, entry.amount), credit(STORED_VALUE, entry.amount)),
    )
    post_entry(draft=draft, actor=actor, now=now)
