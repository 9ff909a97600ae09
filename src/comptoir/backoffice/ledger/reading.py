"""The books of a legal entity, of a year or one of its months."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.ledger.names import JOURNALS, account_words
from comptoir.backoffice.ledger.screens import AccountRow, EntryList, EntryRow, LineRow, Totals, TrialBalance
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.narrowing import CURSOR, TEXT, Narrowing
from comptoir.backoffice.parts import Act, Chip, Filter, Link, Listing, Tab, Words
from comptoir.domains.ledger.queries import entry_page, trial_balance, years_of_books
from comptoir.domains.ledger.values import Entry, Journal, PeriodBalance
from comptoir.domains.markets.values import LegalEntity
from comptoir.domains.orders.queries import order_ids_by_number
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import NotFound
from comptoir.kernel.money import Money, total_of

ENTITY, YEAR, MONTH, JOURNAL, ACCOUNT = "entity", "year", "month", "journal", "account"


class NoBooks(NotFound):
    """There is no such legal entity, or no such year."""

    code = "backoffice.no_books"
    message = gettext_lazy("There are no such books.")


@dataclass(frozen=True, slots=True)
class Books:
    """Whose books, and of which days."""

    wanted: Narrowing
    entity: LegalEntity
    entities: tuple[LegalEntity, ...]
    years: tuple[int, ...]
    year: int
    month: int

    @property
    def since(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def until(self) -> date:
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def period(self) -> str:
        return f"{MONTHS[self.month]} {self.year}" if self.month else str(self.year)

    def filters(self) -> tuple[Filter, ...]:
        filters = [
            self.wanted.filter(YEAR, _("Year"), [(str(year), str(year)) for year in self.years]),
            self.wanted.filter(MONTH, _("Month"), _months()),
        ]
        if len(self.entities) > 1:
            filters.insert(0, self.wanted.filter(ENTITY, _("Legal entity"), _names(self.entities)))
        return tuple(filters)

    def chips(self) -> tuple[Chip, ...]:
        return (
            *self.wanted.chip(ENTITY, _("Legal entity"), _names(self.entities)),
            *self.wanted.chip(YEAR, _("Year"), [(str(year), str(year)) for year in self.years]),
            *self.wanted.chip(MONTH, _("Month"), _months()),
        )


def _months() -> list[tuple[str, Words]]:
    return [(str(number), name) for number, name in MONTHS.items()]


def _names(entities: tuple[LegalEntity, ...]) -> list[tuple[str, Words]]:
    return [(entity.code, entity.name) for entity in entities]


def entity_of(at: Desk, code: str) -> LegalEntity:
    """The legal entity of that code; the market's own for none.

    :raises NoBooks: when there is none whose books this person may see.
    """
    for entity in _open_to(at):
        if entity.code == code or (not code and entity.id == at.market.legal_entity_id):
            return entity
    raise NoBooks


def _open_to(at: Desk) -> tuple[LegalEntity, ...]:
    """The legal entities whose markets are all within the person's: one set of books tells of all of them."""
    closed = {market.legal_entity_id for market in at.settings.markets if not at.actor.works_in(market.code)}
    return tuple(entity for entity in at.settings.legal_entities if entity.id not in closed)


def books_of(at: Desk, *names: str) -> Books:
    """What the address asks for; this year for none."""
    wanted = Narrowing.read(at.request, ENTITY, YEAR, MONTH, *names)
    entity = entity_of(at, wanted.get(ENTITY))
    this_year = local_day(at.now, at.market.time_zone).year
    years = tuple(sorted({*years_of_books(entity.id, actor=at.actor), this_year}, reverse=True))
    year, month = wanted.get(YEAR), wanted.get(MONTH)
    return Books(
        wanted=wanted,
        entity=entity,
        entities=_open_to(at),
        years=years,
        year=int(year) if year in map(str, years) else this_year,
        month=int(month) if month in map(str, MONTHS) else 0,
    )


def balance_page(at: Desk) -> TrialBalance:
    books = books_of(at)
    rows = trial_balance(books.entity.id, since=books.since, until=books.until, actor=at.actor)
    return TrialBalance(
        title=_("Accounting"),
        context=_context(books),
        actions=_download(books),
        sections=sections_for(at.actor, "ledger"),
        views=_views(books, "settings-ledger"),
        listing=_frame(books, shown=len(rows)),
        rows=tuple(_account(books, row) for row in rows),
        totals=tuple(_totals(rows)),
    )


def entries_page(at: Desk) -> EntryList:
    books = books_of(at, JOURNAL, ACCOUNT)
    wanted, journals = books.wanted, [(str(code), words) for code, words in JOURNALS.items()]
    journal, account = wanted.get(JOURNAL), wanted.get(ACCOUNT)
    page = entry_page(
        books.entity.id,
        actor=at.actor,
        since=books.since,
        until=books.until,
        journal=Journal(journal) if journal in list(Journal) else None,
        account=account,
        about=wanted.text,
        cursor=wanted.cursor,
    )
    orders = order_ids_by_number([entry.matched_by for entry in page.items if entry.matched_by])
    listing = wanted.listing(
        search_label=_("Document or order number"),
        shown=len(page.items),
        next_cursor=page.next_cursor,
        filters=(*books.filters(), wanted.filter(JOURNAL, _("Journal"), journals)),
        chips=(
            *books.chips(),
            *wanted.chip(JOURNAL, _("Journal"), journals),
            *wanted.chip(ACCOUNT, _("Account"), [(account, account)] if account else ()),
        ),
    )
    return EntryList(
        title=_("Accounting"),
        context=_context(books),
        actions=_download(books),
        sections=sections_for(at.actor, "ledger"),
        views=_views(books, "settings-ledger-entries"),
        listing=listing,
        rows=tuple(_entry(entry, orders) for entry in page.items),
    )


def _context(books: Books) -> Words:
    return _("%(entity)s, %(period)s. Posted entries never change; a mistake is corrected by a reversing entry.") % {
        "entity": books.entity.name,
        "period": books.period,
    }


def _download(books: Books) -> tuple[Act, ...]:
    href = reverse("backoffice:settings-fec", args=[books.entity.code, books.year])
    return (Act(label=_("Download the FEC %(year)s") % {"year": books.year}, href=href, icon="download", primary=True),)


def _views(books: Books, current: str) -> tuple[Tab, ...]:
    kept = books.wanted.without(TEXT, CURSOR, JOURNAL, ACCOUNT)
    return tuple(
        Tab(label=label, href=replace(kept, path=reverse(f"backoffice:{name}")).href(), current=name == current)
        for name, label in (("settings-ledger", _("Trial balance")), ("settings-ledger-entries", _("Entries")))
    )


def _frame(books: Books, *, shown: int) -> Listing:
    return books.wanted.without(TEXT, CURSOR).listing(
        search_label="", shown=shown, next_cursor=None, filters=books.filters(), chips=books.chips()
    )


def _account(books: Books, row: PeriodBalance) -> AccountRow:
    entries = replace(books.wanted, path=reverse("backoffice:settings-ledger-entries"))
    return AccountRow(
        code=row.account,
        name=account_words(row.account),
        href=entries.href(**{ACCOUNT: row.account}),
        before=row.before,
        debit=row.debit,
        credit=row.credit,
        after=row.after,
    )


def _totals(rows: tuple[PeriodBalance, ...]) -> Iterator[Totals]:
    for currency in sorted({row.debit.currency for row in rows}):
        own = [row for row in rows if row.debit.currency == currency]
        yield Totals(
            debit=total_of((row.debit for row in own), currency), credit=total_of((row.credit for row in own), currency)
        )


def _entry(entry: Entry, orders: Mapping[str, UUID]) -> EntryRow:
    order_id = orders.get(entry.matched_by)
    return EntryRow(
        on=entry.on,
        posted_at=entry.posted_at,
        journal=JOURNALS[entry.journal],
        label=entry.label,
        piece=entry.piece or entry.reference,
        order=Link(entry.matched_by, reverse("backoffice:order", args=[order_id])) if order_id else None,
        lines=tuple(
            LineRow(
                code=posting.account,
                name=account_words(posting.account),
                debit=_shown(posting.debit),
                credit=_shown(posting.credit),
            )
            for posting in entry.postings
        ),
    )


def _shown(amount: Money) -> Money | None:
    return amount or None
