"""Vouchers at the desk: one code or many, what they were used for, switched off."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.test_gift_cards import key_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.pricing.queries import voucher, voucher_by_code, vouchers
from comptoir.domains.pricing.values import VoucherFilter, VoucherKind
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

LIST = "/back-office/products/vouchers/"


def new_form(client: Client, **other: str) -> dict[str, str]:
    key = key_in(client.get(f"{LIST}new/").text)
    return {"code": "Noël-25", "count": "1", "kind": "amount", "value": "5,00", "key": key} | other


def test_one_code_is_made_once_with_all_its_terms(owner: Client, working: Working) -> None:
    terms = {"minimum": "20", "starts_on": "2026-12-01", "ends_on": "2026-12-24", "limit": "100", "limit_each": "1"}
    form = new_form(owner, **terms)
    first, again = owner.post(f"{LIST}new/", form), owner.post(f"{LIST}new/", form)
    known = voucher_by_code("noël25", market="fr")
    assert first.headers["Location"] == again.headers["Location"] == f"{LIST}{known.id}/"
    assert (known.code, known.reduction.amount, known.reduction.minimum) == (
        "NOËL-25",
        Money(500, "EUR"),
        Money(2_000, "EUR"),
    )
    assert (known.limit, known.limit_each) == (100, 1)
    assert known.ends_at is not None
    assert known.starts_at.isoformat() == "2026-11-30T23:00:00+00:00"  # midnight in Paris
    assert known.ends_at - known.starts_at == timedelta(days=24)  # the last day included
    shown = unescape(owner.get(f"{LIST}{known.id}/").text)
    assert "0 of 100" in shown
    assert "NOËL-25" in owner.get(f"{LIST}?q=noel-25").text or "NOËL-25" in owner.get(f"{LIST}?q=noël-25").text


def test_many_codes_work_once_each_and_are_shown_together(owner: Client, working: Working) -> None:
    form = new_form(owner, code="", count="12", kind="percentage", value="7,5 %", note="Salon")
    answer = owner.post(f"{LIST}new/", form, follow=True)
    codes = re.findall(r"(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?![\w-])", answer.text)
    assert len(set(codes)) == 12
    made = vouchers(VoucherFilter(text="salon"), actor=OWNER).items
    assert {each.code for each in made} >= set(codes)
    known = voucher_by_code(codes[0], market="fr")
    assert (known.limit, known.kind, str(known.reduction.percent)) == (1, VoucherKind.PERCENTAGE, "7.50")
    assert f"batches/{known.batch}/" in owner.get(f"{LIST}{known.id}/").text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "wrong",
    [
        {"value": ""},
        {"value": "0"},
        {"value": "cinq"},
        {"kind": "percentage", "value": "101"},
        {"kind": "percentage", "value": "1.001"},
        {"kind": "percentage", "value": "NaN"},
        {"count": "2"},
        {"count": "2", "code": "", "limit": "3"},
        {"count": "1001", "code": ""},
        {"code": "a b"},
        {"code": "bienvenue"},
        {"starts_on": "2026-12-24", "ends_on": "2026-12-01"},
        {"limit": "0"},
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_made(owner: Client, working: Working, wrong: dict[str, str]) -> None:
    before = len(vouchers(VoucherFilter(), actor=OWNER).items)
    answer = owner.post(f"{LIST}new/", new_form(owner, **wrong))
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert len(vouchers(VoucherFilter(), actor=OWNER).items) == before


def test_its_orders_are_listed_and_it_is_switched_off_and_on(owner: Client, working: Working) -> None:
    page = f"{LIST}{working.voucher_id}/"
    assert working.number in owner.get(page).text
    for active in (False, True):
        assert owner.post(f"{page}switch/").status_code == 302
        assert voucher(working.voucher_id, actor=OWNER).active is active


def test_marketing_makes_them_and_support_only_reads(working: Working) -> None:
    marketing = signed_in("marketing@halle.example", roles=("marketing",))
    assert marketing.post(f"{LIST}new/", new_form(marketing, code="SOLDES")).status_code == 302
    support = signed_in("support@halle.example", roles=("support",))
    for page in (LIST, f"{LIST}{working.voucher_id}/", f"{LIST}batches/{working.batch_id}/"):
        assert support.get(page).status_code == 200
    assert support.get(f"{LIST}new/").status_code == 403
    assert support.post(f"{LIST}{working.voucher_id}/switch/").status_code == 403


def test_there_is_none(owner: Client) -> None:
    nothing = "01990000-0000-7000-8000-000000000000"
    assert owner.get(f"{LIST}{nothing}/").status_code == 404
    assert owner.get(f"{LIST}batches/{nothing}/").status_code == 404
