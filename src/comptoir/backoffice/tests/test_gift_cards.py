"""Gift cards at the desk: issued with a code that is shown once, looked after, put right, blocked."""

import re
from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.messages.queries import messages_of_account
from comptoir.domains.stored_value.queries import account, accounts
from comptoir.domains.stored_value.values import AccountFilter, AccountId, AccountKind, AccountState
from comptoir.kernel.testing import OWNER

LIST = "/back-office/payments/gift-cards/"
_CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f-]+)"', page)
    assert found is not None
    return found.group(1)


def issue_form(client: Client, **other: str) -> dict[str, str]:
    key = key_in(client.get(f"{LIST}new/").text)
    return {"kind": "gift_card", "amount": "50,00", "origin": "sold", "key": key} | other


def test_a_card_is_issued_and_its_code_shown_once(owner: Client, working: Working) -> None:
    form = issue_form(owner)
    first, again = owner.post(f"{LIST}new/", form), owner.post(f"{LIST}new/", form)
    (code,) = _CODE.findall(first.text)
    assert _CODE.findall(again.text) == []
    listed = owner.get(f"{LIST}?q={code[-4:]}").text
    assert f"…{code[-4:]}" in listed
    assert "50.00" in listed
    assert len(accounts(AccountFilter(), actor=OWNER).items) == 2


def test_what_is_missing_is_told_beside_its_field(owner: Client, working: Working) -> None:
    wrong = [
        issue_form(owner, amount=""),
        issue_form(owner, amount="0"),
        issue_form(owner, kind="store_credit"),
        issue_form(owner, expires_on="2001-01-01"),
    ]
    for form in wrong:
        answer = owner.post(f"{LIST}new/", form)
        assert answer.status_code == 422
        assert _CODE.findall(answer.text) == []
    assert len(accounts(AccountFilter(), actor=OWNER).items) == 1


def test_store_credit_is_found_by_its_customer(owner: Client, working: Working) -> None:
    owner.post(f"{LIST}new/", issue_form(owner, kind="store_credit", origin="gesture", email="lucie@exemple.example"))
    (found,) = accounts(AccountFilter(text="lucie"), actor=OWNER).items
    assert found.kind is AccountKind.STORE_CREDIT
    assert "lucie@exemple.example" in owner.get(f"{LIST}?kind=store_credit").text
    assert str(found.id) not in owner.get(f"{LIST}?kind=gift_card").text


def test_a_balance_is_put_right_once_a_press(owner: Client, working: Working) -> None:
    page = f"{LIST}{working.card_id}/"
    form = {"way": "down", "amount": "10", "because": "Saisi deux fois", "key": key_in(owner.get(page).text)}
    for _ in range(2):
        assert owner.post(f"{page}correct/", form).status_code == 302
    assert account(working.card_id, actor=OWNER).balance.minor == 4_000
    shown = unescape(owner.get(page).text)
    assert shown.count("Saisi deux fois") == 2  # among the movements, and in the history
    too_much = form | {"amount": "40.01", "key": key_in(owner.get(page).text)}
    assert owner.post(f"{page}correct/", too_much).status_code == 422
    assert owner.post(f"{page}correct/", form | {"because": ""}).status_code == 422


def test_a_lost_card_is_blocked_and_opened_again(owner: Client, working: Working) -> None:
    page = f"{LIST}{working.card_id}/"
    assert owner.post(f"{page}block/", {"because": ""}).status_code == 422
    for state in (AccountState.BLOCKED, AccountState.ACTIVE):
        assert owner.post(f"{page}block/", {"because": "Perdue"}).status_code == 302
        assert account(working.card_id, actor=OWNER).state is state
    assert owner.get(f"{LIST}01990000-0000-7000-8000-000000000000/").status_code == 404


def test_the_letter_with_the_code_is_sent_again_without_being_seen(owner: Client, working: Working) -> None:
    form = issue_form(owner, kind="store_credit", origin="gesture", email="lucie@exemple.example")
    (code,) = _CODE.findall(owner.post(f"{LIST}new/", form).text)
    (credit,) = accounts(AccountFilter(text="lucie"), actor=OWNER).items
    page = f"{LIST}{credit.id}/"
    assert "No e-mail has been sent yet." in owner.get(page).text
    answer = owner.post(f"{page}send/", follow=True)
    assert "The e-mail with the code is on its way to lucie@exemple.example." in answer.text
    [queued] = messages_of_account(credit.id, actor=OWNER)
    assert queued.to == "lucie@exemple.example"
    assert code not in answer.text
    shown = owner.get(f"{LIST}{working.card_id}/").text
    assert "Resend" not in shown, "it belongs to nobody in particular"
    assert owner.post(f"{LIST}{working.card_id}/send/", follow=True).status_code == 200
    assert len(messages_of_account(working.card_id, actor=OWNER)) == 0
    accountant = signed_in("books@halle.example", roles=("accountant",))
    assert "Resend" not in accountant.get(page).text
    assert accountant.post(f"{page}send/").status_code == 403


def test_support_reads_and_changes_nothing(working: Working) -> None:
    support = signed_in("support@halle.example", roles=("support",))
    page = f"{LIST}{working.card_id}/"
    assert support.get(page).status_code == 200
    assert support.get(LIST).status_code == 200
    for address in (f"{LIST}new/", f"{page}correct/", f"{page}block/"):
        assert support.post(address, {"because": "x"}).status_code == 403
    known = account(AccountId(UUID(str(working.card_id))), actor=OWNER)
    assert (known.balance.minor, known.state) == (5_000, AccountState.ACTIVE)


@pytest.mark.parametrize("role", ["catalogue", "warehouse", "marketing"])
def test_who_has_nothing_to_do_with_money_sees_none(working: Working, role: str) -> None:
    client = signed_in(f"{role}@halle.example", roles=(role,))
    assert client.get(LIST).status_code == 403
