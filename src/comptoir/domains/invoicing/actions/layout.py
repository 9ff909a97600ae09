"""A document in words, as its page shows it: every label, date and amount written out in the document's language."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language, override, pgettext

from comptoir.domains.invoicing.values import Document, DocumentKind, DocumentLine, Look, PaymentMeans
from comptoir.domains.pricing.values import TaxCategory
from comptoir.kernel.addresses import Address
from comptoir.kernel.formats import phone_label
from comptoir.kernel.money import Money, total_of

type Page = dict[str, Any]

_LOCALES = {"en": "en_GB"}
_UNTAXED = (TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT, TaxCategory.EXEMPT)


def page_of(document: Document, *, look: Look) -> Page:
    """Everything that ``typst/document.typ`` places."""
    with override(document.language):
        writer = _Writer(document)
        return {
            "language": document.language,
            "look": asdict(look),
            "day": [document.issued_on.year, document.issued_on.month, document.issued_on.day],
            "number": document.number,
            "kind": writer.kind,
            "title": f"{writer.kind} {document.number}",
            "page_word": pgettext("document", "Page"),
            "seller": {"name": document.seller.name, "footer": list(writer.footer())},
            "facts": list(writer.facts()),
            "about": writer.about(),
            "parties": list(writer.parties()),
            "columns": writer.columns(),
            "lines": list(writer.lines()),
            "tax_columns": writer.tax_columns(),
            "taxes": writer.taxes(),
            "sums": list(writer.sums()),
            "total": _labelled(pgettext("document", "Total incl. VAT"), writer.money(document.total)),
            "settled": list(writer.settled()),
            "payment": list(writer.payment()),
            "notes": [note.text for note in document.notes],
        }


class _Writer:
    """Writes the parts of one document in the language that is active."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.locale = _LOCALES.get(document.language, document.language)
        self.credit = document.kind is DocumentKind.CREDIT_NOTE
        kinds = {
            DocumentKind.INVOICE: pgettext("document", "Invoice"),
            DocumentKind.CREDIT_NOTE: pgettext("document", "Credit note"),
            DocumentKind.DEPOSIT: pgettext("document", "Deposit invoice"),
        }
        self.kind = kinds[document.kind]

    def money(self, amount: Money) -> str:
        return str(format_currency(amount.amount, amount.currency, locale=self.locale))

    def day(self, day: date) -> str:
        return str(format_date(day, "long", locale=self.locale))

    def rate(self, category: TaxCategory, rate: Decimal) -> str:
        if category in _UNTAXED:
            return pgettext("document", "exempt")
        written = format_decimal(rate.normalize(), locale=self.locale)
        return pgettext("document", "%(rate)s%%") % {"rate": written}

    def facts(self) -> Iterator[Page]:
        document = self.document
        yield _labelled(pgettext("document", "Number"), document.number)
        yield _labelled(pgettext("document", "Date of issue"), self.day(document.issued_on))
        yield _labelled(pgettext("document", "Order"), document.order_number)
        if document.delivered_on and not self.credit:
            yield _labelled(pgettext("document", "Delivery"), self.day(document.delivered_on))

    def about(self) -> str:
        for each in self.document.deducts:
            sentence = pgettext("document", "Deducts deposit invoice %(number)s of %(day)s.")
            return sentence % {"number": each.number, "day": self.day(each.issued_on)}
        number, on = self.document.corrects_number, self.document.corrects_issued_on
        if on is None:
            return ""
        sentence = pgettext("document", "Corrects invoice %(number)s of %(day)s.")
        return sentence % {"number": number, "day": self.day(on)}

    def parties(self) -> Iterator[Page]:
        document, seller, buyer = self.document, self.document.seller, self.document.buyer
        contact = [text for text in (seller.email, phone_label(seller.phone)) if text]
        vat = [_vat_number(buyer.vat_number)] if buyer.vat_number else []
        yield _party(pgettext("document", "Seller"), seller.name, seller.address, contact)
        yield _party(pgettext("document", "Billed to"), buyer.name, buyer.address, vat)
        there = document.delivered_to
        if there.lines != buyer.address.lines or there.country != buyer.address.country:
            yield _party(pgettext("document", "Delivered to"), there.company or there.name, there, [])

    def columns(self) -> list[str]:
        return [
            pgettext("document", "Description"),
            pgettext("document", "Qty"),
            pgettext("document", "Unit price excl. VAT"),
            pgettext("document", "VAT"),
            pgettext("document", "Total excl. VAT"),
            pgettext("document", "Total incl. VAT"),
        ]

    def lines(self) -> Iterator[Page]:
        for line in self.document.lines:
            yield {
                "title": line.title,
                "details": " · ".join(
                    part for part in (line.options, line.sku, self.kit(line), self.discount(line)) if part
                ),
                "quantity": format_decimal(line.quantity, locale=self.locale),
                "unit_net": self.unit_net(line),
                "rate": self.rate(line.tax_category, line.tax_rate),
                "net": self.money(line.net),
                "total": self.money(line.total),
            }
        if self.document.charges:
            yield self.delivery()

    def unit_net(self, line: DocumentLine) -> str:
        """The law wants the price of one piece without tax; it has four decimals where two would not multiply back."""
        full = line.undiscounted_net
        if full.minor % line.quantity == 0:
            return self.money(Money(full.minor // line.quantity, full.currency))
        pattern = Locale.parse(self.locale).currency_formats["standard"].pattern.replace("0.00", "0.0000")
        each, currency = full.amount / line.quantity, full.currency
        return str(format_currency(each, currency, format=pattern, locale=self.locale, currency_digits=False))

    def kit(self, line: DocumentLine) -> str:
        """What it was sold in: its price is its share of the price of that."""
        return pgettext("document", "in the set “%(kit)s”") % {"kit": line.kit} if line.kit else ""

    def discount(self, line: DocumentLine) -> str:
        """What the law wants shown of a reduction: how much, and what for (article L441-9 of the code de commerce)."""
        if not line.discount:
            return ""
        sentence = pgettext("document", "reduced by %(net)s excl. VAT (%(amount)s incl. VAT), code %(code)s")
        amounts = {"net": self.money(line.discount_net), "amount": self.money(line.discount)}
        return sentence % {"code": line.voucher, **amounts}

    def delivery(self) -> Page:
        """One row, however many rates delivery is split over; they are told below it."""
        charges, currency = self.document.charges, self.document.currency
        rates = [self.rate(charge.tax_category, charge.tax_rate) for charge in charges]
        shares = [f"{self.money(charge.net)} ({rate})" for charge, rate in zip(charges, rates, strict=True)]
        several = len(charges) > 1
        return {
            "title": charges[0].label,
            "details": " + ".join(shares) if several else "",
            "quantity": "",
            "unit_net": "",
            "rate": "" if several else rates[0],
            "net": self.money(total_of((charge.net for charge in charges), currency)),
            "total": self.money(total_of((charge.total for charge in charges), currency)),
        }

    def tax_columns(self) -> list[str]:
        return [
            pgettext("document", "VAT"),
            pgettext("document", "Net amount"),
            pgettext("document", "Tax"),
            pgettext("document", "Incl. VAT"),
        ]

    def taxes(self) -> list[list[str]]:
        return [
            [self.rate(tax.category, tax.rate), self.money(tax.net), self.money(tax.tax), self.money(tax.gross)]
            for tax in self.document.taxes
        ]

    def sums(self) -> Iterator[Page]:
        yield _labelled(pgettext("document", "Total excl. VAT"), self.money(self.document.net))
        yield _labelled(pgettext("document", "VAT"), self.money(self.document.tax))

    def settled(self) -> Iterator[Page]:
        paid, due = self.document.paid, self.document.due
        if self.credit:
            if paid:
                yield _labelled(pgettext("document", "Refunded"), self.money(paid))
            if due:
                yield _labelled(pgettext("document", "Deducted from the amount due"), self.money(due))
            return
        if paid:
            yield _labelled(pgettext("document", "Paid"), self.money(paid))
        yield _labelled(pgettext("document", "To pay"), self.money(due), strong=bool(due))

    def payment(self) -> Iterator[Page]:
        document, seller = self.document, self.document.seller
        if self.credit or not document.due:
            return
        yield _labelled(pgettext("document", "Due on"), self.day(document.due_on or document.issued_on))
        if document.payment_means is PaymentMeans.TRANSFER and seller.iban:
            groups = " ".join(seller.iban[start : start + 4] for start in range(0, len(seller.iban), 4))
            yield _labelled("IBAN", groups)
            if seller.bic:
                yield _labelled("BIC", seller.bic)
            yield _labelled(pgettext("document", "Reference"), document.number)

    def footer(self) -> Iterator[str]:
        seller = self.document.seller
        siren = f"SIREN {seller.siren}" if seller.siren else ""
        phone = phone_label(seller.phone)
        where = (seller.name, ", ".join(_lines(seller.address, seller.name)), seller.email, phone)
        known_by = (
            seller.legal_information,
            f"SIRET {seller.siret}" if seller.siret else siren,
            _vat_number(seller.vat_number) if seller.vat_number else "",
        )
        for parts in (where, known_by):
            yield " – ".join(part for part in parts if part)


def _labelled(label: str, value: str, *, strong: bool = False) -> Page:
    return {"label": label, "value": value, "strong": strong}


def _party(label: str, name: str, address: Address, small: list[str]) -> Page:
    return {"label": label, "name": name, "lines": _lines(address, name), "small": small}


def _vat_number(number: str) -> str:
    return pgettext("document", "VAT number %(number)s") % {"number": number}


def _lines(address: Address, name: str) -> list[str]:
    """The lines of an address below the name, with the country."""
    country = Locale.parse(get_language() or "en").territories.get(address.country, address.country)
    return [line for line in (*address.lines, country) if line and line != name]
