from datetime import datetime

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.values import STORED_VALUE, EntryDraft, Journal, credit, debit
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.stored_value.queries import account
from comptoir.domains.stored_value.values import AccountKind, Entry, EntryKind
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day

# In French, as the books are kept.
_KINDS = {AccountKind.GIFT_CARD: "Carte cadeau", AccountKind.STORE_CREDIT: "Avoir"}
_MOVEMENTS = {
    EntryKind.ISSUED: "émission",
    EntryKind.REDEEMED: "utilisation",
    EntryKind.GIVEN_BACK: "restitution",
    EntryKind.EXPIRED: "expiration",
    EntryKind.ADJUSTED: "correction",
    EntryKind.PASSED_ON: "report sur le paiement d’origine",
}


def book_stored_value(
    *, entry: Entry, market: str, against: str, journal: Journal = Journal.MISCELLANEOUS, actor: Actor, now: datetime
) -> None:
    """Book what moved the balance of a gift card or store credit, other than a payment, against another account.
    What proves it is the movement, by its number.
    """
    here, known = market_of(market), account(entry.account_id, actor=actor)
    draft = EntryDraft(
        entity=here.legal_entity_id,
        journal=journal,
        on=local_day(now, here.time_zone),
        label=f"{_KINDS[known.kind]} …{known.last_four} – {_MOVEMENTS[entry.kind]}",
        reference=str(entry.account_id),
        piece=f"CA-{entry.id}",
        key=f"stored value:{entry.id}",
        postings=(debit(against, entry.amount), credit(STORED_VALUE, entry.amount)),
    )
    post_entry(draft=draft, actor=actor, now=now)
