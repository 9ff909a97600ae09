"""An order as an invoice, and an invoice as an entry of the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from comptoir.domains.invoicing.rules.amounts import Rate
from comptoir.domains.invoicing.values import Document, DocumentDraft, DocumentKind, DraftLine, PaymentMeans
from comptoir.domains.ledger.values import (
    ADVANCES_RECEIVED,
    CUSTOMERS,
    DELIVERY_CHARGED,
    GOODS_SOLD,
    VAT_ON_DEPOSITS,
    EntryDraft,
    Journal,
    Posting,
    credit,
    customer_account,
    debit,
    output_vat,
)
from comptoir.domains.orders.values import Order
from comptoir.domains.pricing.values import TaxLine, tax_within
from comptoir.kernel.money import Money, total_of


def draft_of(
    order: Order,
    documents: Sequence[Document],
    *,
    pieces: Mapping[int, int],
    paid: Money,
    payment_means: PaymentMeans,
    delivered_on: date | None,
    due_on: date | None,
    delivery_alone: bool = False,
) -> DocumentDraft | None:
    """The invoice of so many pieces of each line (by its position) that were not invoiced before, nor came back; None
    for nothing new.

    Delivery is charged once, with the first invoice; what it costs more after that with the next one, or
    ``delivery_alone``.
    ``paid`` is all that was paid for the order: what former invoices did not use up counts for this one. An order has
    one tax category per rate, so a line's rate tells its category. Each document rounds its tax once for each rate.
    """
    lines = tuple(_lines(order, documents, pieces))
    delivery = {_rate_of(tax): amount for tax in order.taxes if (amount := _delivery_left(order, documents, tax))}
    if not lines and not (delivery_alone and documents and delivery):
        return None
    taxes = tuple(tax for tax in (_tax(each, lines, delivery) for each in order.taxes) if tax)
    total = total_of((tax.gross for tax in taxes), order.total.currency)
    number = sum(document.kind is DocumentKind.INVOICE for document in documents)
    return DocumentDraft(
        key=f"invoice:{order.id}" + (f":{number + 1}" if number else ""),
        market=order.market,
        legal_entity_id=order.legal_entity_id,
        order_id=order.id,
        order_number=order.number,
        language=order.language,
        # No document shows a telephone, and only between businesses does an e-mail address make invoices arrive (EN
        # 16931, BT-49): what is frozen for ten years is what the law wants on it.
        buyer=replace(order.billing_address, phone=""),
        buyer_email=order.email if order.billing_address.vat_number else "",
        delivered_to=replace(order.shipping_address, phone=""),
        lines=lines,
        delivery_label=order.delivery.label,
        delivery_total=total_of(delivery.values(), order.total.currency),
        taxes=taxes,
        total=total,
        paid=max(min(paid - _used(documents, paid.currency), total), Money.zero(paid.currency)),
        payment_means=payment_means,
        delivered_on=delivered_on,
        due_on=due_on,
    )


def _lines(order: Order, documents: Sequence[Document], pieces: Mapping[int, int]) -> Iterator[DraftLine]:
    categories = {tax.rate: tax.category for tax in order.taxes}
    for line in order.lines:
        # What came back was credited, and is not sold again with the next parcel.
        before = line.returned + _invoiced(documents, line.position)
        count = pieces.get(line.position, 0) - before
        if count <= 0:
            continue
        total = line.price_of(count, after=before)
        yield DraftLine(
            position=line.position,
            sku=line.sku,
            title=line.title,
            options=line.options,
            quantity=count,
            unit_price=line.unit_price,
            discount=line.unit_price * count - total,
            total=total,
            tax_rate=line.tax_rate,
            tax_category=categories[line.tax_rate],
            voucher=order.voucher if line.discount else "",
            kit=f"{line.kit.title} × {line.kit.quantity}" if line.kit else "",
        )


def _tax(tax: TaxLine, lines: Sequence[DraftLine], delivery: Mapping[Rate, Money]) -> TaxLine | None:
    zero = Money.zero(tax.gross.currency)
    goods = [line.total for line in lines if line.tax_rate == tax.rate]
    charged = delivery.get(_rate_of(tax), zero)
    if not goods and not charged:
        return None
    gross = total_of(goods, zero.currency) + charged
    within = tax_within(gross, tax.rate)
    return replace(tax, gross=gross, tax=within, net=gross - within)


def _invoiced(documents: Sequence[Document], position: int) -> int:
    """How many pieces of a line are invoiced and not credited."""
    return sum(
        line.quantity if document.kind is DocumentKind.INVOICE else -line.quantity
        for document in documents
        for line in document.lines
        if line.position == position
    )


def _delivery_left(order: Order, documents: Sequence[Document], tax: TaxLine) -> Money:
    currency = tax.gross.currency
    goods = total_of((line.total for line in order.lines if line.tax_rate == tax.rate), currency)
    charged = total_of(
        (
            charge.total if document.kind is DocumentKind.INVOICE else -charge.total
            for document in documents
            for charge in document.charges
            if (charge.tax_category, charge.tax_rate) == _rate_of(tax)
        ),
        currency,
    )
    return max(tax.gross - goods - charged, Money.zero(currency))


def _used(documents: Sequence[Document], currency: str) -> Money:
    """What former documents come to: what they still ask for is paid before a new one."""
    return total_of(
        (document.total if document.kind is DocumentKind.INVOICE else -document.total for document in documents),
        currency,
    )


def entry_of(document: Document, *, customer_id: UUID) -> EntryDraft:
    """Debit what the customer owes, credit what was sold and the tax on it; then the advance settles the debt.

    A credit note is the same with all amounts turned round.
    """
    sign = -1 if document.kind is DocumentKind.CREDIT_NOTE else 1
    of_deposit = document.kind is DocumentKind.DEPOSIT or document.corrects_deposit
    return EntryDraft(
        entity=document.legal_entity_id,
        journal=Journal.SALES,
        on=document.issued_on,
        label=f"{document.number} {document.buyer.name}",
        reference=document.number,
        party=customer_account(customer_id),
        party_name=document.buyer.name,
        matched_by=document.order_number,
        key=f"document:{document.id}",
        postings=tuple(_deposit(document, sign) if of_deposit else _sale(document, sign)),
    )


def _deposit(document: Document, sign: int) -> Iterator[Posting]:
    """Tax on money received is due at once, and waits on 44587 until the goods are invoiced. The money is on 4191."""
    for account, tax in _taxes(document):
        yield debit(VAT_ON_DEPOSITS, tax * sign)
        yield credit(account, tax * sign)


def _sale(document: Document, sign: int) -> Iterator[Posting]:
    yield debit(CUSTOMERS, document.total * sign)
    yield from _sold(document, sign)
    yield debit(ADVANCES_RECEIVED, document.paid * sign)
    yield credit(CUSTOMERS, document.paid * sign)


def _taxes(document: Document) -> Iterator[tuple[str, Money]]:
    home = document.seller.address.country
    for tax in document.taxes:
        yield output_vat(tax.country or home, tax.rate), tax.tax


def _sold(document: Document, sign: int) -> tuple[Posting, ...]:
    currency = document.currency
    goods = total_of((line.net for line in document.lines), currency)
    delivery = total_of((charge.net for charge in document.charges), currency)
    return (
        credit(GOODS_SOLD, goods * sign),
        credit(DELIVERY_CHARGED, delivery * sign),
        # Where a deposit is made good, its tax was booked when the money came.
        *(credit(VAT_ON_DEPOSITS if document.deducts else account, tax * sign) for account, tax in _taxes(document)),
    )


def _rate_of(tax: TaxLine) -> Rate:
    return tax.category, tax.rate
