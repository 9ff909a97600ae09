"""An order as an invoice, and an invoice as an entry of the ledger."""

from datetime import date

from comptoir.domains.invoicing.values import Document, DocumentDraft, DocumentKind, DraftLine, PaymentMeans
from comptoir.domains.ledger.values import (
    ADVANCES_RECEIVED,
    CUSTOMERS,
    DELIVERY_CHARGED,
    GOODS_SOLD,
    EntryDraft,
    Journal,
    Posting,
    credit,
    debit,
    output_vat,
)
from comptoir.domains.orders.values import Order
from comptoir.kernel.money import Money, total_of


def draft_of(
    order: Order, *, paid: Money, payment_means: PaymentMeans, delivered_on: date | None, due_on: date | None
) -> DocumentDraft:
    """The invoice of a whole order. An order has one tax category per rate, so a line's rate tells its category."""
    categories = {tax.rate: tax.category for tax in order.taxes}
    return DocumentDraft(
        key=f"invoice:{order.id}",
        market=order.market,
        legal_entity_id=order.legal_entity_id,
        order_id=order.id,
        order_number=order.number,
        language=order.language,
        buyer=order.billing_address,
        buyer_email=order.email,
        delivered_to=order.shipping_address,
        lines=tuple(
            DraftLine(
                sku=line.sku,
                title=line.title,
                options=line.options,
                quantity=line.quantity,
                unit_price=line.unit_price,
                total=line.total,
                tax_rate=line.tax_rate,
                tax_category=categories[line.tax_rate],
            )
            for line in order.lines
        ),
        delivery_label=order.delivery.label,
        delivery_total=order.delivery.price,
        taxes=order.taxes,
        total=order.total,
        paid=paid,
        payment_means=payment_means,
        delivered_on=delivered_on,
        due_on=due_on,
    )


def entry_of(document: Document) -> EntryDraft:
    """Debit what the customer owes, credit what was sold and the tax on it; then the advance settles the debt.

    A credit note is the same with all amounts turned round.
    """
    sign = 1 if document.kind is DocumentKind.INVOICE else -1
    return EntryDraft(
        entity=document.legal_entity_id,
        journal=Journal.SALES,
        on=document.issued_on,
        label=f"{document.number} {document.buyer.name}",
        reference=document.number,
        key=f"document:{document.id}",
        postings=(
            debit(CUSTOMERS, document.total * sign),
            *_sold(document, sign),
            debit(ADVANCES_RECEIVED, document.paid * sign),
            credit(CUSTOMERS, document.paid * sign),
        ),
    )


def _sold(document: Document, sign: int) -> tuple[Posting, ...]:
    currency = document.currency
    goods = total_of((line.net for line in document.lines), currency)
    delivery = total_of((charge.net for charge in document.charges), currency)
    home = document.seller.address.country
    return (
        credit(GOODS_SOLD, goods * sign),
        credit(DELIVERY_CHARGED, delivery * sign),
        *(credit(output_vat(tax.country or home, tax.rate), tax.tax * sign) for tax in document.taxes),
    )
