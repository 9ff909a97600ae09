"""Deposit invoices: for money received before the goods leave, made good by the invoice of the goods."""

from collections.abc import Sequence
from dataclasses import replace

from comptoir.domains.invoicing.values import Document, DocumentDraft, DocumentKind, DraftLine, Preceding
from comptoir.kernel.money import Money


def sales_of(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that sell goods or take them back: no deposits, nor what corrects one."""
    return tuple(
        document
        for document in documents
        if document.kind is not DocumentKind.DEPOSIT and not document.corrects_deposit
    )


def open_deposits(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Deposit invoices that were neither made good by an invoice nor credited."""
    credited = {document.corrects for document in documents}
    deducted = {each.number for document in documents for each in document.deducts}
    return tuple(
        document
        for document in documents
        if document.kind is DocumentKind.DEPOSIT and document.id not in credited and document.number not in deducted
    )


def with_deposits(draft: DocumentDraft, documents: Sequence[Document]) -> DocumentDraft:
    """The invoice of goods, with the deposit it makes good: one over exactly the same amounts at each rate.

    Tax on a deposit is due when the money comes (code général des impôts, article 269-2 a, goods since 2023), so it was
    booked then and is not booked again. An invoice over other amounts, such as that of a first parcel, cannot make it
    good; then the deposit is credited, and each invoice bears its own tax.
    """
    deposits = open_deposits(documents)
    for deposit in deposits:
        if deposit.taxes == draft.taxes:
            others = tuple(each.id for each in deposits if each is not deposit)
            deducted = Preceding(number=deposit.number, issued_on=deposit.issued_on)
            return replace(draft, deducts=(deducted,), supersedes=others)
    return replace(draft, supersedes=tuple(deposit.id for deposit in deposits))


def deposit_of(draft: DocumentDraft, *, number: int, title: str) -> DocumentDraft:
    """The deposit invoice over all that an invoice would come to: a line for each rate, delivery included."""
    categories = enumerate(draft.taxes, 1)
    return replace(
        draft,
        kind=DocumentKind.DEPOSIT,
        key=f"deposit:{draft.order_id}:{number}",
        lines=tuple(
            DraftLine(
                position=position,
                sku=draft.order_number,
                title=title,
                options="",
                quantity=1,
                unit_price=tax.gross,
                discount=Money.zero(tax.gross.currency),
                total=tax.gross,
                tax_rate=tax.rate,
                tax_category=tax.category,
            )
            for position, tax in categories
        ),
        delivery_total=Money.zero(draft.total.currency),
        delivered_on=None,
    )
