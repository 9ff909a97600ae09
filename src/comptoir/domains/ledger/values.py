"""What the ledger gives and takes. Codes are those of the French chart of accounts (plan comptable général, PCG)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.kernel.money import Money

EntryId = NewType("EntryId", int)

CUSTOMERS = "411"
ADVANCES_RECEIVED = "4191"  # paid before the goods have left
STORED_VALUE = "4197"  # gift cards and store credit not yet spent: owed to customers, for no order in particular
BANK = "512"
IN_DISPUTE = "4671"  # taken back from us by banks that look into a buyer's complaint
LOST_TO_DISPUTES = "654"
GIFTS_TO_CUSTOMERS = "6234"
OTHER_CHARGES = "658"
OTHER_INCOME = "758"
GOODS_SOLD = "707"
DELIVERY_CHARGED = "7085"
EVERYDAY_ACCOUNTS = (CUSTOMERS, ADVANCES_RECEIVED, BANK, GOODS_SOLD, DELIVERY_CHARGED)
"""What every sale touches, whoever it is paid through and at whatever rate it is taxed."""

VAT_ON_DEPOSITS = "44587"  # booked on money received, until the goods are invoiced
PROFIT, LOSS = "120", "129"
OPENING = "AN"
"""The journal of what is carried over from the year before: worked out for the books of a year, never posted to."""

_IN_TRANSIT = "5115"
_OUTPUT_VAT = "44571"


def in_transit(provider: str) -> str:
    """The account of what a payment provider holds for us until it pays out: one below 5115 for each provider."""
    return _IN_TRANSIT + re.sub(r"[^A-Z0-9]", "", provider.upper())


def money_account(provider: str) -> str:
    """Where money paid through a provider stands: on the bank account for a transfer, with ourselves for what was
    paid for before (what we owe goes down), else with the provider."""
    return {"transfer": BANK, "stored_value": STORED_VALUE}.get(provider) or in_transit(provider)


def output_vat(country: str, rate: Decimal) -> str:
    """The account of VAT charged at a rate of a country: ``44571FR0550`` holds France's 5.5 %."""
    return f"{_OUTPUT_VAT}{country}{int(rate * 100):04d}"


def customer_account(customer_id: UUID) -> str:
    """A customer's account below 411: the random end of their id, which says nothing about them."""
    return f"C{customer_id.hex[-12:].upper()}"


def provider_of(account: str) -> str:
    """Which provider holds the money of an account ("STRIPE" of 5115STRIPE); "" for any other."""
    return account.removeprefix(_IN_TRANSIT) if account.startswith(_IN_TRANSIT) else ""


def vat_of(account: str) -> tuple[str, Decimal] | None:
    """Of which country and at which rate the VAT of an account is; None for any other."""
    found = re.fullmatch(rf"{_OUTPUT_VAT}([A-Z]{{2}})([0-9]{{4}})", account)
    return (found[1], int(found[2]) / Decimal(100)) if found else None


class Journal(StrEnum):
    """Where an entry is filed. The codes are those that French accountants use."""

    SALES = "VE"
    BANK = "BQ"
    MISCELLANEOUS = "OD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One side of an entry: one of ``debit`` and ``credit`` is above zero. Made by ``debit()`` and ``credit()``."""

    account: str
    debit: Money
    credit: Money


def debit(account: str, amount: Money) -> Posting:
    """A negative amount becomes a credit: an entry may be turned round by turning its amounts round."""
    zero = Money.zero(amount.currency)
    if amount.minor < 0:
        return Posting(account=account, debit=zero, credit=-amount)
    return Posting(account=account, debit=amount, credit=zero)


def credit(account: str, amount: Money) -> Posting:
    """A negative amount becomes a debit."""
    return debit(account, -amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """An entry to be posted. Per currency, debits equal credits; postings of zero are left out.

    ``entity`` is the legal entity, ``on`` its local day, ``reference`` the document that proves it, ``piece`` what
    people call that where we only know it by an id, ``key`` what makes it the same entry when it is posted again.
    ``party`` is the customer's account below 411 and ``party_name`` whose it is; ``matched_by`` is what their debts and
    settlements have in common: the order's number. All four may be empty.
    """

    entity: UUID
    journal: Journal
    on: date
    label: str
    reference: str
    key: str
    postings: tuple[Posting, ...]
    piece: str = ""
    party: str = ""
    party_name: str = ""
    matched_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A posted entry, as it will stay."""

    id: EntryId
    entity: UUID
    journal: Journal
    on: date
    label: str
    reference: str
    key: str
    postings: tuple[Posting, ...]
    posted_at: datetime
    piece: str = ""
    party: str = ""
    party_name: str = ""
    matched_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What stands on an account: ``balance`` is debits less credits."""

    account: str
    debit: Money
    credit: Money

    @property
    def balance(self) -> Money:
        return self.debit - self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodBalance:
    """An account over a period: what stood on it before, what moved, what stands on it after (debits less credits).

    Income and expenses (classes 6 and 7) begin at zero every year.
    """

    account: str
    before: Money
    debit: Money
    credit: Money

    @property
    def after(self) -> Money:
        return self.before + self.debit - self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """One line of a legal entity's books of a year.

    ``number`` is that of its entry: 1, 2, 3… in the order they were posted. ``matching`` is the entry that settled the
    debt this line belongs to (None while it is open), ``matched_on`` its day.
    """

    number: int
    journal: str
    on: date
    account: str
    party: str
    party_name: str
    reference: str
    label: str
    debit: Money
    credit: Money
    matching: int | None
    matched_on: date | None
    posted_on: date


FEC_COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
"""The columns of the fichier des écritures comptables (livre des procédures fiscales, article A47 A-1, VII)."""


@dataclass(frozen=True, slots=True)
class Fec:
    """A fichier des écritures comptables: its name, and its lines with their ends, to be written in UTF-8."""

    filename: str
    lines: Iterator[str]


PCG = {
    "120": "Résultat de l’exercice (bénéfice)",
    "129": "Résultat de l’exercice (perte)",
    "411": "Clients",
    "4191": "Clients – avances et acomptes reçus",
    "4197": "Clients – autres avoirs",
    "4671": "Autres comptes débiteurs ou créditeurs – paiements contestés",
    "44587": "Taxes sur le chiffre d’affaires à régulariser ou en attente",
    "512": "Banque",
    "6234": "Cadeaux à la clientèle",
    "654": "Pertes sur créances irrécouvrables",
    "658": "Charges diverses de gestion courante",
    "707": "Ventes de marchandises",
    "7085": "Ports et frais accessoires facturés",
    "758": "Produits divers de gestion courante",
}
"""What the French chart of accounts calls them. In French: the books are kept in French, whoever reads them."""
JOURNALS = {
    OPENING: "À-nouveaux",
    Journal.SALES: "Ventes",
    Journal.BANK: "Banque",
    Journal.MISCELLANEOUS: "Opérations diverses",
}


def account_name(code: str) -> str:
    """What an account is called in the books: "TVA collectée FR 5,5 %" for 44571FR0550."""
    if provider := provider_of(code):
        return f"Encaissements en cours {provider}"
    if vat := vat_of(code):
        country, rate = vat
        return f"TVA collectée {country} {f'{rate:.2f}'.rstrip('0').rstrip('.').replace('.', ',')} %"
    return PCG.get(code, f"Compte {code}")


_PROVIDERS = {
    "simulator": "Banque de test",
    "stored_value": "carte cadeau ou avoir",
    "stripe": "Stripe",
    "transfer": "virement",
}


def payment_words(*, what: str, number: str, provider: str, reference: str) -> str:
    """What an entry about money says to whoever keeps the books, in French as these are: what happened, for which
    order, by which provider, under which name there: "Encaissement commande FR-1042 – Stripe – pi_3Q".
    """
    parts = (f"{what} commande {number}", _PROVIDERS.get(provider, provider), "" if reference == number else reference)
    return " – ".join(part for part in parts if part)


def piece_of(*, number: str, reference: str, own_id: object) -> str:
    """What proves it, by the name that can be looked up elsewhere: the provider's, or else the order's number. Where
    nobody gave a name, providers have our own id."""
    return reference if reference and reference != str(own_id) else number
