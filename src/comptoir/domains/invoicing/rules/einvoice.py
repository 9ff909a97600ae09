"""The electronic invoice: a document in the terms of EN 16931, as the factur-x library takes them.

Keys are the standard's own (BT- business term, BG- group). French additions follow the specifications of the electronic
invoicing reform (AFNOR XP Z12-012): mentions as coded notes, SIREN as legal identifier, electronic addresses.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from comptoir.domains.invoicing.values import Charge, Document, DocumentKind, DocumentLine, Party, PaymentMeans
from comptoir.domains.pricing.values import TaxCategory, TaxLine
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money

type Terms = dict[str, Any]

_TYPE_CODES = {DocumentKind.INVOICE: "380", DocumentKind.CREDIT_NOTE: "381", DocumentKind.DEPOSIT: "386"}
_SIREN, _EMAIL, _FRENCH_DIRECTORY = "0002", "EM", "0225"
_FREIGHT = "FC"  # UNTDID 7161: freight service
_DISCOUNT = "95"  # UNTDID 5189: discount
_PIECE = "C62"  # UN/ECE recommendation 20: one
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FRENCH_VAT = re.compile(r"FR[0-9A-Z]{2}([0-9]{9})")

_EXEMPTIONS: Mapping[TaxCategory, str] = {
    TaxCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.EXEMPT: "VATEX-FR-FRANCHISE",
}


def terms_of(document: Document, *, exemption_reasons: Mapping[TaxCategory, str]) -> Terms:
    """The business terms of a document. ``exemption_reasons`` say in words why no tax is charged (BT-120)."""
    settled = document.due.minor == 0
    terms = {
        "BT-1": document.number,
        "BT-2": document.issued_on,
        "BT-3": _TYPE_CODES[document.kind],
        "BT-5": document.currency,
        # The framework of the French reform: goods, after a deposit, already paid, or neither.
        "BT-23": "B4" if document.deducts else "B2" if settled else "B1",
        "BT-9": document.due_on or document.issued_on,
        "BT-14": document.order_number,
        **({"BT-72": delivered_on} if (delivered_on := _delivered_on(document)) else {}),
        "BT-81": str(document.payment_means),
        **_bank(document),
        "BG-1": [{"BT-21": note.code, "BT-22": note.text} for note in document.notes],
        "BG-3": _preceding(document),
        "BG-4": _seller(document.seller),
        "BG-7": _buyer(document.buyer),
        "BG-13": {"name": document.delivered_to.company or document.delivered_to.name, **_place(document.delivered_to)},
        "BG-21": [_charge(charge) for charge in document.charges] if document.lines else [],
        "BG-23": [_tax(tax, exemption_reasons) for tax in document.taxes],
        "BG-25": [_line(line) for line in document.lines] or _delivery_alone(document),
        **_totals(document),
    }
    return {name: _writable(term) for name, term in terms.items()}


def _writable(term: Any) -> Any:
    """The term without characters that XML has no way to write: a title pasted from elsewhere may hold some."""
    match term:
        case str():
            return _NOT_IN_XML.sub("", term)
        case dict():
            return {name: _writable(part) for name, part in term.items()}
        case list():
            return [_writable(part) for part in term]
    return term


def _delivered_on(document: Document) -> date | None:
    """An intra-Community supply must name its day (BR-IC-11); issued before, it is that of the issue."""
    intra = any(tax.category is TaxCategory.INTRA_COMMUNITY for tax in document.taxes)
    return document.delivered_on or (document.issued_on if intra else None)


def _totals(document: Document) -> Terms:
    zero = Money.zero(document.currency)
    charges = sum((charge.net for charge in document.charges), zero)
    return {
        "BT-106": _amount(sum((line.net for line in document.lines), zero) if document.lines else charges),
        **({"BT-108": _amount(charges)} if document.lines and document.charges else {}),
        "BT-109": _amount(document.net),
        "BT-110": _amount(document.tax),
        "BT-112": _amount(document.total),
        **({"BT-113": _amount(document.paid)} if document.paid else {}),
        "BT-115": _amount(document.due),
    }


def _preceding(document: Document) -> list[Terms]:
    if document.kind is not DocumentKind.CREDIT_NOTE:
        return [{"BT-25": each.number, "BT-26": each.issued_on} for each in document.deducts]
    return [{"BT-25": document.corrects_number, "BT-26": document.corrects_issued_on}]


def _bank(document: Document) -> Terms:
    seller = document.seller
    if document.payment_means is not PaymentMeans.TRANSFER or not seller.iban:
        return {}
    return {"BT-84": seller.iban, "BT-85": seller.name, **({"BT-86": seller.bic} if seller.bic else {})}


def _seller(party: Party) -> Terms:
    siren = {"legal_identifier": party.siren, "legal_identifier_schemeid": _SIREN} if party.siren else {}
    # Without a VAT number, the tax office knows a French seller by the SIREN.
    known_by = {"vat_identifier": party.vat_number} if party.vat_number else {"tax_identifier": party.siren}
    contact = {"name": party.name, "phone": party.phone, "email": party.email}
    return {
        "name": party.name,
        **siren,
        **known_by,
        "legal_info": party.legal_information,
        "contacts": [contact] if party.phone or party.email else [],
        **_electronic_address(party, siren=party.siren),
        **_place(party.address),
    }


def _buyer(party: Party) -> Terms:
    french = _FRENCH_VAT.fullmatch(party.vat_number)
    siren = french.group(1) if french else ""
    return {
        "name": party.name,
        **({"legal_identifier": siren, "legal_identifier_schemeid": _SIREN} if siren else {}),
        "vat_identifier": party.vat_number,
        **_electronic_address(party, siren=siren),
        **_place(party.address),
    }


def _electronic_address(party: Party, *, siren: str) -> Terms:
    """In the French directory businesses are addressed by their SIREN; everybody else has an e-mail address."""
    if siren:
        return {"einvoicing_addr": siren, "einvoicing_addr_schemeid": _FRENCH_DIRECTORY}
    return {"einvoicing_addr": party.email, "einvoicing_addr_schemeid": _EMAIL} if party.email else {}


def _place(address: Address) -> Terms:
    return {
        "addr_l1": address.line1,
        "addr_l2": address.line2,
        "postcode": address.postal_code,
        "city": address.city,
        "country_subdivision": address.region,
        "country_code": address.country,
    }


def _line(line: DocumentLine) -> Terms:
    return {
        "BT-126": str(line.position),
        "BT-153": line.title,
        **({"BT-154": line.options} if line.options else {}),
        "BT-155": line.sku,
        "BT-129": str(line.quantity),
        "BT-130": _PIECE,
        **_net_price(line),
        **({"BG-27": [_allowance(line)]} if line.discount else {}),
        "BT-131": _amount(line.net),
        "BT-151": str(line.tax_category),
        "BT-152": _percent(line.tax_rate),
    }


def _net_price(line: DocumentLine) -> Terms:
    """A price that multiplies back to the line's net amount exactly, before its discount: of one piece if it can, else
    of all of them."""
    full = line.undiscounted_net
    each, rest = divmod(full.minor, line.quantity)
    if rest == 0:
        return {"BT-146": _amount(Money(each, full.currency))}
    return {"BT-146": _amount(full), "BT-149": str(line.quantity)}


def _allowance(line: DocumentLine) -> Terms:
    return {"amount": _amount(line.discount_net), "reason": line.voucher, "reason_code": _DISCOUNT}


def _charge(charge: Charge) -> Terms:
    return {
        "amount": _amount(charge.net),
        "reason": charge.label,
        "reason_code": _FREIGHT,
        "vat_category_code": str(charge.tax_category),
        "vat_rate": _percent(charge.tax_rate),
    }


def _delivery_alone(document: Document) -> list[Terms]:
    """A document over delivery alone has it as its lines: there must be one (BR-16)."""
    return [
        {
            "BT-126": str(number),
            "BT-153": charge.label,
            "BT-129": "1",
            "BT-130": _PIECE,
            "BT-146": _amount(charge.net),
            "BT-131": _amount(charge.net),
            "BT-151": str(charge.tax_category),
            "BT-152": _percent(charge.tax_rate),
        }
        for number, charge in enumerate(document.charges, 1)
    ]


def _tax(tax: TaxLine, exemption_reasons: Mapping[TaxCategory, str]) -> Terms:
    code = _EXEMPTIONS.get(tax.category)
    exempt = {"BT-120": exemption_reasons[tax.category], "BT-121": code} if code else {}
    return {
        "BT-116": _amount(tax.net),
        "BT-117": _amount(tax.tax),
        "BT-118": str(tax.category),
        "BT-119": _percent(tax.rate),
        **exempt,
    }


def _amount(amount: Money) -> str:
    return str(amount.amount)


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}"
