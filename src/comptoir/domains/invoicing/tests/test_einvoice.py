"""What the electronic invoice says, and that our copy of the official rules really looks."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from comptoir.domains.invoicing.actions import issue_credit_note, issue_document
from comptoir.domains.invoicing.actions.render import electronic_invoice
from comptoir.domains.invoicing.queries import document
from comptoir.domains.invoicing.testing import (
    BUYER,
    COMPANY,
    GERMAN_COMPANY,
    SWISS,
    make_draft,
    schematron_errors,
    xsd_errors,
)
from comptoir.domains.invoicing.values import DocumentDraft, PaymentMeans
from comptoir.domains.markets.actions import save_legal_entity
from comptoir.domains.markets.testing import ENTITY, make_market
from comptoir.domains.pricing.values import Reduction
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"


def invoice(draft: DocumentDraft | None = None) -> bytes:
    return electronic_invoice(document(issue_document(draft=draft or make_draft(), actor=OWNER, now=NOON)))


def texts(xml: bytes, *path: str) -> list[str]:
    found = etree.fromstring(xml).iterfind(".//" + "/".join(RAM + name for name in path))
    return ["".join(element.itertext()).strip() for element in found]


def changed(xml: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The XML with the first element of that name saying something else."""
    root = etree.fromstring(xml)
    element = next(root.iter(RAM + name))
    element.text = change(element.text or "")
    return bytes(etree.tostring(root))


def test_delivery_alone_is_a_line():
    whole = issue_document(draft=make_draft(), actor=OWNER, now=NOON)
    note = issue_credit_note(invoice_id=whole, pieces={}, cause="x", actor=OWNER, now=NOON)
    xml = electronic_invoice(document(note))
    assert (xsd_errors(xml), schematron_errors(xml)) == ([], [])


def test_an_invoice_for_a_consumer():
    xml = invoice()

    assert (xsd_errors(xml), schematron_errors(xml)) == ([], [])
    assert texts(xml, "SellerTradeParty", "Name") == ["La Halle aux saveurs SAS"]
    assert texts(xml, "SellerTradeParty", "SpecifiedLegalOrganization", "ID") == ["732829320"]
    assert texts(xml, "SellerTradeParty", "SpecifiedTaxRegistration", "ID") == ["FR44732829320"]
    assert texts(xml, "BuyerTradeParty", "Name") == ["Jeanne Martin"]
    assert texts(xml, "SpecifiedTradeProduct", "SellerAssignedID") == ["REF-001", "REF-002"]
    assert texts(xml, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount") == ["35.55", "20.75"]
    totals = "SpecifiedTradeSettlementHeaderMonetarySummation"
    names = ("LineTotalAmount", "ChargeTotalAmount", "TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount")
    assert [texts(xml, totals, name) for name in names] == [["56.30"], ["5.32"], ["61.62"], ["6.68"], ["68.30"]]
    assert texts(xml, totals, "TotalPrepaidAmount") == ["68.30"]
    assert texts(xml, totals, "DuePayableAmount") == ["0.00"]


def test_a_price_multiplies_back_to_its_line():
    xml = invoice(make_draft(lines=[("standard", 7, 999, "Couteau")], delivery=0))

    # 58.27 for seven cannot be told in cents a piece, so the price is told for all seven.
    assert texts(xml, "NetPriceProductTradePrice", "ChargeAmount") == ["58.27"]
    assert texts(xml, "NetPriceProductTradePrice", "BasisQuantity") == ["7"]
    assert schematron_errors(xml) == []


FIVE_OFF = Reduction(minimum=Money(0, "EUR"), amount=Money(500, "EUR"))


def test_a_discount_is_an_allowance_on_its_lines():
    xml = invoice(make_draft(buyer=COMPANY, lines=[("standard", 3, 1000, "Couteau")], reduction=FIVE_OFF))

    assert (xsd_errors(xml), schematron_errors(xml), schematron_errors(xml, rules="fr-ctc")) == ([], [], [])
    allowance = "SpecifiedTradeAllowanceCharge"
    assert texts(xml, "SpecifiedLineTradeSettlement", allowance, "ActualAmount") == ["4.17"]
    assert texts(xml, "SpecifiedLineTradeSettlement", allowance, "ReasonCode") == ["95"]
    assert texts(xml, "SpecifiedLineTradeSettlement", allowance, "Reason") == ["BIENVENUE"]
    assert texts(xml, "NetPriceProductTradePrice", "ChargeAmount") == ["25.00"]
    assert texts(xml, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount") == ["20.83"]


def test_a_french_business_gets_an_invoice_that_the_reform_accepts():
    xml = invoice(make_draft(buyer=COMPANY, paid=False, means=PaymentMeans.TRANSFER))

    assert (schematron_errors(xml), schematron_errors(xml, rules="fr-ctc")) == ([], [])
    assert texts(xml, "BuyerTradeParty", "SpecifiedLegalOrganization", "ID") == ["404833048"]
    assert texts(xml, "PayeePartyCreditorFinancialAccount", "IBANID") == ["FR1420041010050500013M02606"]
    assert texts(xml, "IncludedNote", "SubjectCode") == ["PMT", "PMD", "AAB"]


@pytest.mark.parametrize(
    ("buyer", "category", "code"),
    [(GERMAN_COMPANY, "K", "VATEX-EU-IC"), (SWISS, "G", "VATEX-EU-G")],
)
def test_where_no_tax_is_charged_the_reason_is_said(buyer, category, code):
    xml = invoice(make_draft(buyer=buyer))

    assert (xsd_errors(xml), schematron_errors(xml)) == ([], [])
    assert set(texts(xml, "CategoryCode")) == {category}
    assert texts(xml, "ExemptionReasonCode") == [code]
    assert texts(xml, "TaxTotalAmount") == ["0.00"]
    # The price without the tax of the seller's country: 12.50 at 5.5 % and 24.90 at 20 %.
    assert texts(xml, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount") == ["35.55", "20.75"]


@pytest.mark.parametrize(("buyer", "days"), [(BUYER, []), (GERMAN_COMPANY, ["20261123"])])
def test_goods_not_delivered_yet_have_no_day_of_delivery_unless_the_law_wants_one(buyer, days):
    xml = invoice(replace(make_draft(buyer=buyer), delivered_on=None))

    assert schematron_errors(xml) == []
    assert texts(xml, "ActualDeliverySupplyChainEvent") == days


def test_a_small_enterprise_charges_no_tax_and_says_why():
    make_market()
    save_legal_entity(entity=replace(ENTITY, vat_number=""), actor=OWNER, now=NOON)
    xml = invoice(make_draft(buyer=COMPANY))

    assert (xsd_errors(xml), schematron_errors(xml), schematron_errors(xml, rules="fr-ctc")) == ([], [], [])
    assert set(texts(xml, "CategoryCode")) == {"E"}
    assert texts(xml, "ExemptionReason") == ["TVA non applicable, article 293 B du CGI."]
    assert texts(xml, "GrandTotalAmount") == ["68.30"]  # the prices stay as they are


def test_a_credit_note_names_its_invoice():
    issued = issue_document(draft=make_draft(buyer=COMPANY), actor=OWNER, now=NOON)
    xml = electronic_invoice(document(issue_credit_note(invoice_id=issued, actor=OWNER, now=NOON)))

    assert (xsd_errors(xml), schematron_errors(xml), schematron_errors(xml, rules="fr-ctc")) == ([], [], [])
    assert texts(xml, "InvoiceReferencedDocument", "IssuerAssignedID") == ["F2026-000001"]
    assert texts(xml, "TypeCode")[0] == "381"
    assert texts(xml, "GrandTotalAmount") == ["68.30"]


@pytest.mark.parametrize(
    ("element", "change", "rule"),
    [
        ("GrandTotalAmount", lambda text: "68.31", "BR-CO-15"),
        ("DuePayableAmount", lambda text: "0.01", "BR-CO-16"),
        ("TaxBasisTotalAmount", lambda text: "61.63", "BR-CO-13"),
        ("ChargeTotalAmount", lambda text: "5.33", "BR-CO-12"),
        ("BasisAmount", lambda text: "22.72", "BR-S-08"),
        ("CalculatedAmount", lambda text: "9.99", "BR-S-09"),
        ("InvoiceCurrencyCode", lambda text: "XXZ", "BR-CO-15"),
        ("CategoryCode", lambda text: "Q", "Value of 'ram:CategoryCode' is not allowed"),
        ("CountryID", lambda text: "XX", "Value of 'ram:CountryID' is not allowed"),
    ],
)
def test_the_rules_catch_what_is_wrong(element, change, rule):
    errors = schematron_errors(changed(invoice(), element, change))

    assert any(rule in error for error in errors), errors


def test_the_rules_of_the_reform_catch_missing_mentions():
    errors = schematron_errors(invoice(make_draft(buyer=BUYER)), rules="fr-ctc")

    assert ["BR-FR-05" in error for error in errors] == [True, True, True]


def test_the_schema_catches_a_malformed_document():
    assert xsd_errors(changed(invoice(), "ChargeIndicator", lambda text: "maybe")) != []
