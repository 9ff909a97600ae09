"""What invoicing gives and takes. Terms in capitals (BT-…, BG-…) are those of the European standard EN 16931."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from comptoir.domains.pricing.values import TaxCategory, TaxLine, tax_within
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import StateTable

DocumentId = NewType("DocumentId", UUID)


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEPOSIT = "deposit"  # an invoice for money received before the goods leave


class DocumentState(StrEnum):
    ISSUED = "issued"  # numbered and frozen; its PDF is being made
    RENDERED = "rendered"  # the PDF is stored, and frozen too


DOCUMENT_STATES = StateTable({DocumentState.ISSUED: {DocumentState.RENDERED}, DocumentState.RENDERED: set()})


class PaymentMeans(StrEnum):
    """How the buyer pays: codes of UNTDID 4461 (BT-81)."""

    CASH = "10"
    CARD = "48"
    TRANSFER = "58"  # SEPA credit transfer
    DIRECT_DEBIT = "59"
    ONLINE = "68"  # a payment service on the net
    OTHER = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """So many pieces at the price the buyer pays: tax included, unless the category charges none.

    ``unit_price`` is before the ``discount`` on all of them, which the code ``voucher`` gave; ``total`` is after it.

    ``kit`` is what it was sold in, at its share of the price of that.

    ``position`` is that of the order's line: all documents of an order number their lines alike.
    """

    position: int
    sku: str
    title: str
    options: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    tax_rate: Decimal
    tax_category: TaxCategory
    voucher: str = ""
    kit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preceding:
    """A document that another one names (BG-3)."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """An invoice to be issued. ``taxes`` are those of the order, which the document must come to as well.

    ``key`` is what makes it the same invoice when it is issued again. ``paid`` was received before. ``delivered_on`` is
    the day the goods left or were collected; None if they have not yet. ``deducts`` are the deposit invoices that it
    makes good; ``supersedes`` those that it does not come to, which are to be credited first.
    """

    key: str
    market: str
    legal_entity_id: UUID
    order_id: UUID
    order_number: str
    language: str
    buyer: Address
    buyer_email: str
    delivered_to: Address
    lines: tuple[DraftLine, ...]
    delivery_label: str
    delivery_total: Money
    taxes: tuple[TaxLine, ...]
    total: Money
    paid: Money
    payment_means: PaymentMeans = PaymentMeans.ONLINE
    delivered_on: date | None = None
    due_on: date | None = None
    kind: DocumentKind = DocumentKind.INVOICE
    deducts: tuple[Preceding, ...] = ()
    supersedes: tuple[DocumentId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDocument:
    """An invoice of the past: what it says, and when it should have been issued."""

    draft: DocumentDraft
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A seller or buyer as the document names it. What does not apply is empty."""

    name: str
    address: Address
    vat_number: str = ""
    siren: str = ""
    siret: str = ""
    legal_information: str = ""  # legal form, capital and register, in one line (BT-33)
    email: str = ""
    phone: str = ""
    iban: str = ""
    bic: str = ""

    def values(self) -> dict[str, Any]:
        """For storing as JSON."""
        return asdict(self)

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Party":
        """From stored JSON."""
        return cls(**{**values, "address": Address.read(values["address"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A line as it was frozen. ``net`` is its share of the net amount at its rate; all shares add up to it exactly."""

    position: int
    sku: str
    title: str
    options: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    net: Money
    tax_rate: Decimal
    tax_category: TaxCategory
    voucher: str = ""
    kit: str = ""

    @property
    def discount_net(self) -> Money:
        """The discount without tax (BT-136): with it, a price without tax multiplies back to ``net``."""
        return self.discount - tax_within(self.discount, self.tax_rate)

    @property
    def undiscounted_net(self) -> Money:
        return self.net + self.discount_net


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What is not credited of pieces of a line that came back, and why, in words for the buyer."""

    amount: Money
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Delivery at one rate: a charge on the level of the document (BG-21)."""

    label: str
    total: Money
    net: Money
    tax_rate: Decimal
    tax_category: TaxCategory


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A mention the law asks for. ``code`` is its subject (UNTDID 4451), "" for none."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An invoice or credit note, frozen. Amounts of a credit note are positive: they are owed to the buyer."""

    id: DocumentId
    kind: DocumentKind
    number: str
    state: DocumentState
    market: str
    legal_entity_id: UUID
    order_id: UUID
    order_number: str
    corrects: DocumentId | None
    corrects_number: str
    corrects_issued_on: date | None
    issued_at: datetime
    issued_on: date
    delivered_on: date | None
    due_on: date | None
    language: str
    seller: Party
    buyer: Party
    delivered_to: Address
    lines: tuple[DocumentLine, ...]
    charges: tuple[Charge, ...]
    taxes: tuple[TaxLine, ...]
    notes: tuple[Note, ...]
    net: Money
    tax: Money
    total: Money
    paid: Money
    payment_means: PaymentMeans
    corrects_deposit: bool = False
    deducts: tuple[Preceding, ...] = ()

    @property
    def due(self) -> Money:
        return self.total - self.paid

    @property
    def currency(self) -> str:
        return self.total.currency


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One line of the list of documents. ``has_pdf`` tells whether it can be downloaded yet."""

    id: DocumentId
    kind: DocumentKind
    number: str
    market: str
    order_id: UUID
    order_number: str
    buyer_name: str
    total: Money
    issued_on: date
    has_pdf: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPdf:
    """The document as it was frozen. Its SHA-256 has been checked."""

    filename: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The tokens of the shop's theme that its documents share: colours as ``#rrggbb``."""

    accent: str = "#1c4a35"
    ink: str = "#24211a"
    muted: str = "#5c5546"
    line: str = "#d9cfbc"
