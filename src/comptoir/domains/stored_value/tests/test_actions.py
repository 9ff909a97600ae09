"""Issuing, spending, giving back, putting right: what each does, and what it refuses without changing anything."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.transaction import atomic

from comptoir.domains.markets.testing import make_market
from comptoir.domains.stored_value import queries
from comptoir.domains.stored_value.actions import (
    adjust_stored_value,
    block_account,
    expire_account,
    give_back_stored_value,
    issue_stored_value,
    pass_on_stored_value,
    redeem_stored_value,
    renew_codes,
    unblock_account,
)
from comptoir.domains.stored_value.errors import (
    BadExpiry,
    BadValue,
    EntryDiffers,
    MoreThanRedeemed,
    NotEnoughValue,
    OwnerMissing,
    ReasonMissing,
    UnknownAccount,
    UnusableCode,
)
from comptoir.domains.stored_value.jobs import renew_all_codes
from comptoir.domains.stored_value.models import Account as AccountRow
from comptoir.domains.stored_value.permissions import STORED_VALUE_ADJUST, STORED_VALUE_VIEW
from comptoir.domains.stored_value.testing import make_account
from comptoir.domains.stored_value.values import (
    AccountDraft,
    AccountFilter,
    AccountId,
    AccountKind,
    AccountState,
    EntryKind,
    Origin,
)
from comptoir.kernel.access import NotAllowed, job_actor
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db
ACTOR = job_actor("test")
TODAY = date(2026, 11, 23)
DE_ONLY = frozenset({"de"})


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def balance(id: AccountId) -> int:
    return queries.account(id, actor=OWNER).balance.minor


def kinds(id: AccountId) -> list[tuple[str, int, int]]:
    entries = reversed(queries.entries_of(id, actor=OWNER))
    return [(entry.kind.value, entry.amount.minor, entry.balance_after.minor) for entry in entries]


def redeem(id: AccountId, minor: int, payment_id: Any = None, **other: Any) -> Any:
    asked: dict[str, Any] = {
        "account_id": id,
        "market": "fr",
        "amount": euros(minor),
        "payment_id": payment_id or new_id(),
    }
    return redeem_stored_value(**asked | {"actor": ACTOR, "now": NOON} | other)


def give_back(payment_id: Any, minor: int, key: str = "k") -> Any:
    return give_back_stored_value(payment_id=payment_id, amount=euros(minor), key=key, actor=ACTOR, now=NOON)


def draft(**other: Any) -> AccountDraft:
    usual: dict[str, Any] = {
        "kind": AccountKind.GIFT_CARD,
        "market": make_market().code,
        "amount": euros(5_000),
        "origin": Origin.SOLD,
    }
    return AccountDraft(**usual | other)


def usable(code: str, **other: Any) -> Any:
    usual: dict[str, Any] = {"market": "fr", "currency": "EUR", "on": TODAY}
    return queries.usable_account(code, **usual | other)


def test_a_card_is_issued_and_opened_by_its_code_alone():
    issued = make_account()
    found = usable(issued.code.lower())
    assert (found.id, found.balance, found.last_four) == (issued.account_id, euros(5_000), issued.code[-4:])
    assert issued.code.replace("-", "") not in str(AccountRow.objects.values().get())
    assert kinds(found.id) == [("issued", 5_000, 5_000)]
    (told,) = history_of("stored_value.account", str(found.id))
    assert told.action == "issued"


def test_issued_again_under_one_key_it_is_one_card_whose_code_is_told_once():
    first = issue_stored_value(draft=draft(), key="k", actor=ACTOR, now=NOON)
    again = issue_stored_value(draft=draft(), key="k", actor=ACTOR, now=NOON)
    assert (again.account_id, again.entry.id, again.code) == (first.account_id, first.entry.id, "")
    for other in (draft(amount=euros(1)), draft(kind=AccountKind.STORE_CREDIT, email="a@b.example")):
        with pytest.raises(EntryDiffers), atomic():
            issue_stored_value(draft=other, key="k", actor=ACTOR, now=NOON)


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"amount": euros(0)}, BadValue, "amount"),
        ({"amount": euros(-1)}, BadValue, "amount"),
        ({"amount": Money(100, "USD")}, BadValue, "amount"),
        ({"expires_on": TODAY - timedelta(days=1)}, BadExpiry, "expires_on"),
        ({"kind": AccountKind.STORE_CREDIT, "email": " "}, OwnerMissing, "email"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(wrong: dict[str, Any], error: type[Exception], field: str):
    with pytest.raises(error) as refused:
        issue_stored_value(draft=draft(**wrong), key="k", actor=ACTOR, now=NOON)
    assert refused.value.field == field  # type: ignore[attr-defined]  # each of them is Invalid


def test_a_code_of_the_former_key_still_opens(settings):
    issued = make_account()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert usable(issued.code).id == issued.account_id


def test_a_code_of_before_there_was_a_key_of_cards_still_opens(settings):
    kept, settings.CARD_KEYS = settings.CARD_KEYS, []
    issued = make_account()
    settings.CARD_KEYS = kept or ["a-key-of-cards"]
    assert usable(issued.code).id == issued.account_id


def test_codes_move_under_the_present_key_and_the_former_can_go(settings):
    settings.CARD_KEYS = ["former"]
    issued = [make_account(kind=AccountKind.STORE_CREDIT) for _ in range(3)]
    settings.CARD_KEYS = ["present", "former"]
    assert renew_codes(limit=2, actor=ACTOR, now=NOON) == 2
    renew_all_codes.call()
    assert renew_codes(limit=2, actor=ACTOR, now=NOON) == 0
    settings.CARD_KEYS = ["present"]
    for one in issued:
        assert usable(one.code).id == one.account_id
        card = queries.card_to_send(one.account_id, now=NOON)
        assert card is not None
        assert card.code == one.code


def test_a_code_is_there_for_the_letter_to_whom_it_belongs_and_for_nobody_else():
    card, credit = make_account(), make_account(kind=AccountKind.STORE_CREDIT, expires_on=TODAY)
    assert queries.card_to_send(card.account_id, now=NOON) is None, "nobody to write to"
    told = queries.card_to_send(credit.account_id, now=NOON)
    assert told is not None
    assert (told.code, told.account.email) == (credit.code, "lucie@exemple.example")
    assert credit.code not in repr(told) + repr(credit)
    assert queries.card_to_send(credit.account_id, now=NOON + timedelta(days=2)) is None, "expired"
    AccountRow.objects.update(code_seal="")
    assert queries.card_to_send(credit.account_id, now=NOON) is None, "issued before codes were sealed"
    assert queries.account_markets([card.account_id]) == {card.account_id: "fr"}
    assert queries.account_markets([]) == {}


def test_unknown_blocked_expired_empty_or_elsewhere_have_one_answer():
    blocked, empty = make_account(), make_account(amount=euros(100))
    expired = make_account(expires_on=TODAY)
    block_account(account_id=blocked.account_id, because="lost", actor=ACTOR, now=NOON)
    redeem(empty.account_id, 100)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("0000-0000-0000-0000", {}),
        ("x", {}),
        (blocked.code, {}),
        (empty.code, {}),
        (expired.code, {"on": TODAY + timedelta(days=1)}),
        (expired.code, {"market": "de"}),
        (expired.code, {"currency": "USD"}),
    ]
    for code, other in asked:
        with pytest.raises(UnusableCode) as refused:
            usable(code, **other)
        assert refused.value.facts == {"field": "code"}
    assert usable(expired.code).id == expired.account_id


def test_a_payment_takes_once_all_or_nothing():
    id, payment_id = make_account().account_id, new_id()
    first, again = redeem(id, 3_000, payment_id), redeem(id, 3_000, payment_id)
    assert first == again
    with pytest.raises(NotEnoughValue), atomic():
        redeem(id, 2_001)
    with pytest.raises(EntryDiffers), atomic():
        redeem(id, 2_000, payment_id)
    redeem(id, 2_000)
    assert kinds(id) == [("issued", 5_000, 5_000), ("redeemed", -3_000, 2_000), ("redeemed", -2_000, 0)]


def test_what_cannot_be_spent_is_not_taken():
    id = make_account(expires_on=TODAY).account_id
    others: tuple[dict[str, Any], ...] = (
        {"market": "de"},
        {"amount": Money(1, "USD")},
        {"now": NOON + timedelta(days=1)},
    )
    for other in others:
        with pytest.raises(NotEnoughValue), atomic():
            redeem(id, 1, **other)
    with pytest.raises(BadValue), atomic():
        redeem(id, 0)
    with pytest.raises(UnknownAccount), atomic():
        redeem(AccountId(new_id()), 1)
    block_account(account_id=id, because="lost", actor=ACTOR, now=NOON)
    with pytest.raises(NotEnoughValue), atomic():
        redeem(id, 1)
    unblock_account(account_id=id, because="found", actor=ACTOR, now=NOON)
    assert redeem(id, 1).balance_after == euros(4_999)


def test_what_was_taken_comes_back_once_a_key_and_never_more():
    id, payment_id = make_account().account_id, new_id()
    redeem(id, 3_000, payment_id)
    for _ in range(2):
        give_back(payment_id, 1_000, "a")
    with pytest.raises(EntryDiffers), atomic():
        give_back(payment_id, 999, "a")
    with pytest.raises(MoreThanRedeemed) as refused, atomic():
        give_back(payment_id, 2_001, "b")
    assert refused.value.facts["available"] == euros(2_000)
    give_back(payment_id, 2_000, "b")
    with pytest.raises(MoreThanRedeemed), atomic():
        give_back(payment_id, 1, "c")
    with pytest.raises(MoreThanRedeemed), atomic():
        give_back(new_id(), 1, "d")
    with pytest.raises(BadValue), atomic():
        give_back(payment_id, 0, "e")
    assert balance(id) == 5_000


def test_what_comes_back_to_an_expired_card_can_be_spent_for_a_while():
    id, payment_id = make_account(expires_on=TODAY).account_id, new_id()
    redeem(id, 3_000, payment_id)
    later = NOON + timedelta(days=10)
    assert expire_account(account_id=id, actor=ACTOR, now=later) is not None
    give_back_stored_value(payment_id=payment_id, amount=euros(3_000), key="k", actor=ACTOR, now=later)
    assert queries.account(id, actor=OWNER).expires_on == date(2027, 3, 3)
    assert redeem(id, 3_000, now=later).balance_after == euros(0)


def test_a_balance_is_put_right_with_a_reason():
    id = make_account().account_id
    for amount, after in ((euros(500), 5_500), (euros(-5_500), 0)):
        put = adjust_stored_value(account_id=id, amount=amount, because="x", key=str(after), actor=ACTOR, now=NOON)
        assert put.balance_after.minor == after
    again = adjust_stored_value(account_id=id, amount=euros(500), because="x", key="5500", actor=ACTOR, now=NOON)
    assert again.balance_after.minor == 5_500  # as it was then
    assert balance(id) == 0
    wrong: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"amount": euros(-1)}, NotEnoughValue),
        ({"amount": euros(0)}, BadValue),
        ({"amount": Money(1, "USD")}, BadValue),
        ({"because": " "}, ReasonMissing),
        ({"account_id": AccountId(new_id())}, UnknownAccount),
    ]
    for other, error in wrong:
        usual: dict[str, Any] = {"account_id": id, "amount": euros(1), "because": "x", "key": "new"}
        with pytest.raises(error), atomic():
            adjust_stored_value(**usual | other, actor=ACTOR, now=NOON)
    assert [line.action for line in history_of("stored_value.account", str(id))] == ["adjusted", "adjusted", "issued"]


def test_what_has_expired_is_taken_once_and_not_from_a_blocked_card():
    id, blocked = make_account(expires_on=TODAY).account_id, make_account(expires_on=TODAY).account_id
    block_account(account_id=blocked, because="in question", actor=ACTOR, now=NOON)
    assert expire_account(account_id=id, actor=ACTOR, now=NOON) is None
    tomorrow = NOON + timedelta(days=1)
    assert queries.expired_accounts(TODAY + timedelta(days=1), market="fr") == (id,)
    taken = expire_account(account_id=id, actor=ACTOR, now=tomorrow)
    assert taken is not None
    assert (taken.kind, taken.amount) == (EntryKind.EXPIRED, euros(-5_000))
    assert expire_account(account_id=id, actor=ACTOR, now=tomorrow) is None
    assert expire_account(account_id=blocked, actor=ACTOR, now=tomorrow) is None
    assert balance(blocked) == 5_000


def test_blocked_once_and_unblocked_once_each_with_a_reason():
    id = make_account().account_id
    with pytest.raises(ReasonMissing), atomic():
        block_account(account_id=id, because="", actor=ACTOR, now=NOON)
    block_account(account_id=id, because="lost", actor=ACTOR, now=NOON)
    with pytest.raises(MoveRefused), atomic():
        block_account(account_id=id, because="lost", actor=ACTOR, now=NOON)
    assert queries.account(id, actor=OWNER).state is AccountState.BLOCKED
    unblock_account(account_id=id, because="found", actor=ACTOR, now=NOON)
    with pytest.raises(MoveRefused), atomic():
        unblock_account(account_id=id, because="found", actor=ACTOR, now=NOON)


def test_staff_find_cards_by_the_end_of_the_code_or_the_customer():
    card, credit = make_account(), make_account(kind=AccountKind.STORE_CREDIT, amount=euros(700))

    def found(**wanted: Any) -> list[AccountId]:
        return [each.id for each in queries.accounts(AccountFilter(**wanted), actor=OWNER).items]

    assert set(found()) == {card.account_id, credit.account_id}
    assert found(text=card.code[-4:].lower()) == [card.account_id]
    assert found(text="LUCIE@") == [credit.account_id]
    assert found(kind=AccountKind.STORE_CREDIT) == [credit.account_id]
    assert found(market="de") == []
    elsewhere = anybody(STORED_VALUE_VIEW, markets=DE_ONLY)
    assert not queries.accounts(AccountFilter(), actor=elsewhere).items
    with pytest.raises(NotAllowed):
        queries.account(card.account_id, actor=elsewhere)
    first = queries.accounts(AccountFilter(), actor=OWNER, page_size=1)
    second = queries.accounts(AccountFilter(), actor=OWNER, page_size=1, cursor=first.next_cursor)
    assert {first.items[0].id, second.items[0].id} == {card.account_id, credit.account_id}


def test_the_database_keeps_balances_from_going_below_zero_and_entries_from_change():
    id = make_account().account_id
    with pytest.raises(IntegrityError), atomic():
        AccountRow.objects.filter(pk=id).update(balance_minor=-1)
    for change in ("UPDATE stored_value_entry SET amount_minor = 1", "DELETE FROM stored_value_entry"):
        with pytest.raises(Exception, match="append"), atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_what_came_back_to_an_exchange_is_passed_on_once():
    wanted = draft(kind=AccountKind.STORE_CREDIT, origin=Origin.EXCHANGE, email="lucie@exemple.example")
    issued = issue_stored_value(draft=wanted, key="exchange", actor=ACTOR, now=NOON)
    assert [each.id for each in queries.credits_to_pass_on()] == [issued.account_id]
    amount = queries.balance_of(issued.account_id)
    for _ in range(2):
        entry = pass_on_stored_value(account_id=issued.account_id, amount=amount, key="k", actor=ACTOR, now=NOON)
    assert (entry.kind, entry.balance_after, queries.credits_to_pass_on()) == (EntryKind.PASSED_ON, euros(0), ())
    with pytest.raises(NotEnoughValue), atomic():
        pass_on_stored_value(account_id=issued.account_id, amount=amount, key="again", actor=ACTOR, now=NOON)
    gift = make_account().account_id
    with pytest.raises(BadValue), atomic():
        pass_on_stored_value(account_id=gift, amount=euros(1), key="gift", actor=ACTOR, now=NOON)
    with pytest.raises(UnknownAccount):
        queries.balance_of(AccountId(new_id()))


@pytest.mark.parametrize("actor", [NOBODY, anybody("stored_value.view"), anybody("stored_value.*", markets=DE_ONLY)])
def test_refused_without_the_right_and_nothing_changed(actor: Any, settings):
    id, payment_id = make_account(expires_on=TODAY).account_id, new_id()
    redeem(id, 100, payment_id)
    before = snapshot()
    who: dict[str, Any] = {"actor": actor, "now": NOON}
    with pytest.raises(NotAllowed), atomic():
        issue_stored_value(draft=draft(), key="k", **who)
    with pytest.raises(NotAllowed), atomic():
        redeem_stored_value(account_id=id, market="fr", amount=euros(1), payment_id=new_id(), **who)
    with pytest.raises(NotAllowed), atomic():
        give_back_stored_value(payment_id=payment_id, amount=euros(1), key="k", **who)
    with pytest.raises(NotAllowed), atomic():
        pass_on_stored_value(account_id=id, amount=euros(1), key="k", **who)
    with pytest.raises(NotAllowed), atomic():
        adjust_stored_value(account_id=id, amount=euros(1), because="x", key="k", **who)
    with pytest.raises(NotAllowed), atomic():
        expire_account(account_id=id, **who)
    with pytest.raises(NotAllowed), atomic():
        block_account(account_id=id, because="x", **who)
    with pytest.raises(NotAllowed), atomic():
        unblock_account(account_id=id, because="x", **who)
    settings.CARD_KEYS = ["another", *settings.CARD_KEYS]
    if not actor.can(STORED_VALUE_ADJUST):
        with pytest.raises(NotAllowed), atomic():
            renew_codes(limit=9, **who)
    assert snapshot() == before
