"""Making vouchers, using and releasing them, and what a code may be used for."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing import queries
from comptoir.domains.pricing.actions import (
    add_vouchers,
    release_voucher,
    switch_voucher_off,
    switch_voucher_on,
    use_voucher,
)
from comptoir.domains.pricing.errors import (
    BadReduction,
    BadVoucherCode,
    BadVoucherDates,
    BadVoucherLimit,
    TooManyVouchers,
    UnknownVoucher,
    UnknownVoucherCode,
    VoucherCodeTaken,
    VoucherExpired,
    VoucherNotYetValid,
    VoucherSwitchedOff,
    VoucherUsedByCustomer,
    VoucherUsedUp,
)
from comptoir.domains.pricing.models import VoucherUse as UseRow
from comptoir.domains.pricing.permissions import PRICING_REDEEM, PRICING_VIEW, PRICING_VOUCHERS
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import (
    Reduction,
    Voucher,
    VoucherDraft,
    VoucherFilter,
    VoucherId,
    VoucherKind,
    VoucherUseState,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import Invalid
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
LUCIE = "lucie@exemple.example"
FIVE = Money(500, "EUR")
ELSEWHERE = frozenset({"be"})


def draft(**changes: object) -> VoucherDraft:
    made = VoucherDraft(
        market=make_market().code,
        reduction=Reduction(minimum=Money(0, "EUR"), amount=Money(500, "EUR")),
        code="Noël-25",
        starts_at=NOON,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests' own facts


def use(known: Voucher, email: str = LUCIE, *, order_id: UUID | None = None) -> UUID:
    order_id = order_id or new_id()
    use_voucher(voucher_id=known.id, order_id=order_id, email=email, discount=FIVE, actor=OWNER, now=NOON)
    return order_id


def used(known: Voucher) -> int:
    return queries.voucher(known.id, actor=OWNER).used


def test_a_voucher_is_made_and_found_however_its_code_is_typed():
    (id,) = add_vouchers(batch=[draft(note="Noël")], key=new_id(), actor=OWNER, now=NOON)
    known = queries.voucher_by_code("noël 25", market="fr")
    assert (known.id, known.code, known.kind, known.used) == (id, "NOËL-25", VoucherKind.AMOUNT, 0)
    assert [line.action for line in history_of("pricing.voucher", id)] == ["made"]
    for typed, market in (("NOEL25", "fr"), ("Noël-25", "be"), ("", "fr")):
        with pytest.raises(UnknownVoucherCode):
            queries.voucher_by_code(typed, market=market)


def test_a_batch_has_codes_of_its_own_that_work_once():
    key = new_id()
    wanted = [draft(code="", limit=1) for _ in range(50)]
    made = add_vouchers(batch=wanted, key=key, actor=OWNER, now=NOON)
    assert add_vouchers(batch=wanted, key=key, actor=OWNER, now=NOON) == made
    page = queries.vouchers(VoucherFilter(batch=key), actor=OWNER)
    assert len({each.code for each in page.items}) == 50
    assert all(len(each.code) == 14 and each.limit == 1 for each in page.items)
    assert page.next_cursor is None


def test_the_list_is_paged_and_narrowed():
    first, second = make_voucher("ETE-10", percent="10", amount=None, note="Soldes"), make_voucher("HIVER")
    assert queries.voucher(first.id, actor=OWNER).kind is VoucherKind.PERCENTAGE
    page = queries.vouchers(VoucherFilter(), actor=OWNER, page_size=1)
    rest = queries.vouchers(VoucherFilter(), actor=OWNER, cursor=page.next_cursor, page_size=1)
    assert [each.id for each in (*page.items, *rest.items)] == [second.id, first.id]
    for text in ("ete1", "solde"):
        assert [each.id for each in queries.vouchers(VoucherFilter(text=text), actor=OWNER).items] == [first.id]
    assert queries.vouchers(VoucherFilter(), actor=anybody(PRICING_VIEW, markets=ELSEWHERE)).items == []


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"code": "no"}, BadVoucherCode, "code"),
        ({"code": "---"}, BadVoucherCode, "code"),
        ({"code": "a b c"}, BadVoucherCode, "code"),
        ({"reduction": Reduction(minimum=Money(0, "EUR"), amount=Money(0, "EUR"))}, BadReduction, "value"),
        ({"reduction": Reduction(minimum=Money(0, "CHF"), amount=Money(5, "CHF"))}, BadReduction, "value"),
        ({"reduction": Reduction(minimum=Money(-1, "EUR"), amount=Money(5, "EUR"))}, BadReduction, "value"),
        ({"reduction": Reduction(minimum=Money(0, "EUR"), percent=Decimal(0))}, BadReduction, "value"),
        ({"reduction": Reduction(minimum=Money(0, "EUR"), percent=Decimal("100.01"))}, BadReduction, "value"),
        ({"reduction": Reduction(minimum=Money(0, "EUR"))}, BadReduction, "value"),
        ({"ends_at": NOON}, BadVoucherDates, "ends_at"),
        ({"limit": 0}, BadVoucherLimit, "limit"),
        ({"limit_each": 0}, BadVoucherLimit, "limit_each"),
    ],
)
def test_what_cannot_be_a_voucher_is_refused_whole(changes, error, field):
    batch = [draft(code="GOOD"), draft(**changes)]
    with pytest.raises(error) as refused:
        add_vouchers(batch=batch, key=new_id(), actor=OWNER, now=NOON)
    assert isinstance(refused.value, Invalid)
    assert refused.value.field == field
    assert queries.vouchers(VoucherFilter(), actor=OWNER).items == []


def test_a_code_is_one_voucher_of_a_market():
    make_voucher("NOËL25")
    with pytest.raises(VoucherCodeTaken), transaction.atomic():
        add_vouchers(batch=[draft()], key=new_id(), actor=OWNER, now=NOON)
    with pytest.raises(TooManyVouchers), transaction.atomic():
        add_vouchers(batch=[draft(code="")] * 1_001, key=new_id(), actor=OWNER, now=NOON)
    with pytest.raises(VoucherCodeTaken), transaction.atomic():
        add_vouchers(batch=[draft(code="AAA"), draft(code="aa-a")], key=new_id(), actor=OWNER, now=NOON)


def test_it_counts_in_all_and_each_customer_under_any_address():
    known = make_voucher(limit=2, limit_each=1)
    first = use(known)
    with pytest.raises(VoucherUsedByCustomer), transaction.atomic():
        use(known, "Lucie+encore@exemple.example")
    assert used(known) == 1
    release_voucher(order_id=first, actor=OWNER, now=NOON)
    use(known)
    use(known, "paul@exemple.example")
    with pytest.raises(VoucherUsedUp), transaction.atomic():
        use(known, "anne@exemple.example")


def test_a_use_is_released_once():
    known = make_voucher()
    order_id, _ = use(known), use(known)
    for _ in range(2):
        release_voucher(order_id=order_id, actor=OWNER, now=NOON)
    release_voucher(order_id=new_id(), actor=OWNER, now=NOON)
    assert used(known) == 1
    states = {
        each.order_id: (each.state, each.released_at, each.discount)
        for each in queries.voucher_uses(known.id, actor=OWNER)
    }
    assert states.pop(order_id) == (VoucherUseState.RELEASED, NOON, FIVE)
    assert list(states.values()) == [(VoucherUseState.USED, None, FIVE)]


def test_the_database_refuses_what_forgot_to_lock():
    known = make_voucher(limit=1, limit_each=1)
    use(known)
    for broken in (
        lambda: UseRow.objects.create(
            voucher_id=known.id, order_id=new_id(), identity=LUCIE, slot=1, discount_minor=1, state="used", used_at=NOON
        ),
        lambda: UseRow.objects.update(state="released"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_when_it_can_be_used():
    day = timedelta(days=1)
    offers = {
        VoucherNotYetValid: make_voucher("TOT", starts_at=NOON + day),
        VoucherExpired: make_voucher("TARD", ends_at=NOON),
        VoucherSwitchedOff: make_voucher("FINI"),
        VoucherUsedUp: make_voucher("PRIS", limit=1),
        VoucherUsedByCustomer: make_voucher("ENCORE", limit_each=1),
    }
    switch_voucher_off(voucher_id=offers[VoucherSwitchedOff].id, actor=OWNER, now=NOON)
    use(offers[VoucherUsedUp], "paul@exemple.example")
    use(offers[VoucherUsedByCustomer])
    for error, known in offers.items():
        offered = queries.offered_voucher(known.id, market="fr", email=LUCIE.upper(), now=NOON)
        assert offered is not None
        assert type(offered[1]) is error
        assert known.code in str(offered[1])
        with pytest.raises(error), transaction.atomic():
            use(known)
    good = queries.offered_voucher(offers[VoucherUsedByCustomer].id, market="fr", email="", now=NOON)
    assert good is not None
    assert good[1] is None
    assert queries.offered_voucher(offers[VoucherUsedUp].id, market="be", email="", now=NOON) is None


def test_it_is_switched_off_and_on_and_history_tells():
    known = make_voucher()
    for switch, active in ((switch_voucher_off, False), (switch_voucher_on, True), (switch_voucher_on, True)):
        switch(voucher_id=known.id, actor=OWNER, now=NOON)
        assert queries.voucher(known.id, actor=OWNER).active is active
    told = [line.action for line in history_of("pricing.voucher", known.id)]
    assert sorted(told) == ["made", "switched off", "switched on"]


def test_there_is_none():
    nowhere = VoucherId(new_id())
    with pytest.raises(UnknownVoucher):
        queries.voucher(nowhere, actor=OWNER)
    with pytest.raises(UnknownVoucher), transaction.atomic():
        switch_voucher_off(voucher_id=nowhere, actor=OWNER, now=NOON)
    with pytest.raises(UnknownVoucher), transaction.atomic():
        use_voucher(voucher_id=nowhere, order_id=new_id(), email=LUCIE, discount=FIVE, actor=OWNER, now=NOON)


def test_without_the_right_nothing_happens():
    known = make_voucher()
    order_id = use(known)
    before = snapshot()
    far = anybody(PRICING_VOUCHERS, PRICING_REDEEM, PRICING_VIEW, markets=ELSEWHERE)
    for actor in (NOBODY, far):
        with pytest.raises(NotAllowed), transaction.atomic():
            add_vouchers(batch=[draft()], key=new_id(), actor=actor, now=NOON)
        with pytest.raises(NotAllowed), transaction.atomic():
            switch_voucher_off(voucher_id=known.id, actor=actor, now=NOON)
        with pytest.raises(NotAllowed), transaction.atomic():
            switch_voucher_on(voucher_id=known.id, actor=actor, now=NOON)
        with pytest.raises(NotAllowed), transaction.atomic():
            use_voucher(voucher_id=known.id, order_id=new_id(), email=LUCIE, discount=FIVE, actor=actor, now=NOON)
        with pytest.raises(NotAllowed), transaction.atomic():
            release_voucher(order_id=order_id, actor=actor, now=NOON)
        with pytest.raises(NotAllowed):
            queries.voucher(known.id, actor=actor)
    with pytest.raises(NotAllowed):
        queries.vouchers(VoucherFilter(), actor=NOBODY)
    assert snapshot() == before
