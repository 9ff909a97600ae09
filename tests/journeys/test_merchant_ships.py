"""The merchant prepares and ships an order; the buyer follows the parcel and opens the invoice."""

import io

from facturx import get_xml_from_pdf
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.buyer import bare
from tests.journeys.conftest import Visits
from tests.journeys.merchant import Merchant

PARCEL = "8N00234567891"


def test_an_order_is_shipped_and_invoiced(visit: Visits, merchant: Merchant) -> None:
    lucie = visit()
    lucie.comes_to_checkout(counter=3, quantity=2)
    lucie.fill_checkout(payment="simulator")
    total = lucie.total
    lucie.order()
    lucie.pay_with_card("accepted")
    number = lucie.is_thanked()
    lucie.reads_letter()

    merchant.open()
    merchant.sign_in()
    merchant.open("orders/")
    merchant.keep("orders")
    merchant.open_order(number)
    merchant.keep("order-paid")
    merchant.press("prepare")
    merchant.keep("order-preparing")
    merchant.ship(PARCEL)
    merchant.keep("order-shipped")

    letter = lucie.reads_letter()
    assert PARCEL in letter.text
    lucie.follow(letter)
    expect(lucie.page.locator(".parcel")).to_contain_text(PARCEL)
    name, pdf = lucie.downloads_invoice()
    lucie.keep("tracking-shipped")

    assert pdf.startswith(b"%PDF-")
    reader = PdfReader(io.BytesIO(pdf))
    printed = "".join(page.extract_text() for page in reader.pages)
    assert name.removesuffix(".pdf") in printed
    assert bare(total) in bare(printed)
    _, xml = get_xml_from_pdf(pdf)
    invoice = xml.decode()
    assert "urn:cen.eu:en16931:2017" in invoice
    assert name.removesuffix(".pdf") in invoice
