"""What every payment provider must do, by what it says it can. Each connector's tests inherit this class."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.connectors.payments.tests.bench import PRICE, Bench, Books, ProviderMeans, new_payment_id, now
from comptoir.domains.payments.errors import (
    BadSignature,
    MalformedMessage,
    NotSupported,
    ProviderUnreachable,
    StaleMessage,
)
from comptoir.domains.payments.values import (
    Capability,
    OutcomeStatus,
    PaymentState,
    Verdict,
)
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON


class ProviderConformance(ProviderMeans):
    """Inherit, and give a ``bench`` fixture."""

    # --- authorise

    def test_it_says_what_it_is(self, bench: Bench):
        assert bench.provider.kind
        assert bench.provider.merchant
        assert bench.provider.capabilities <= set(Capability)

    def test_authorise_and_the_same_again(self, bench: Bench):
        asked = self.asked(bench)
        first, second = bench.provider.authorise(asked), bench.provider.authorise(asked)
        self.must_be_ours(bench, first)
        assert first.reference == second.reference != ""
        assert first.status == second.status
        if self.needs_staff(bench):
            assert first.status is OutcomeStatus.PENDING
            assert set(first.instructions) == {"fr", "en"}
            assert all(asked.order_number in text for text in first.instructions.values())
        else:
            assert first.status is OutcomeStatus.CAPTURED
            assert (first.authorised, first.captured, first.refunded) == (PRICE, PRICE, Money.zero("EUR"))
            assert bench.books(asked.payment_id, first.reference) == Books(4_990, 4_990, 0)

    def test_a_declined_card(self, bench: Bench):
        if self.needs_staff(bench):
            return  # nobody there who could decline
        asked = self.asked(bench, approved=False)
        outcome = bench.provider.authorise(asked)
        assert outcome.status is OutcomeStatus.DECLINED
        assert outcome.reason
        assert not outcome.captured

    def test_without_anything_to_pay_with_it_waits_for_the_buyer(self, bench: Bench):
        asked = replace(self.asked(bench), token="", simulated="")
        outcome = bench.provider.authorise(asked)
        told = {
            Capability.NEEDS_STAFF: outcome.instructions,
            Capability.HOSTED_FIELDS: outcome.client.get("client_secret"),
            Capability.REDIRECT: outcome.redirect_url,
        }
        ways_to_ask = bench.provider.capabilities & set(told)
        if not ways_to_ask:  # whoever cannot ask the buyer refuses
            assert outcome.status is OutcomeStatus.DECLINED
            return
        assert outcome.status is OutcomeStatus.PENDING
        assert any(told[capability] for capability in ways_to_ask)

    # --- capture, void, refund

    def test_capture_later(self, bench: Bench):
        if Capability.CAPTURE_LATER not in bench.provider.capabilities:
            with pytest.raises(NotSupported):
                self.capture(bench, new_payment_id(), "r", PRICE)
            return
        payment_id, held = self.authorised(bench, capture_now=False)
        assert held.status is OutcomeStatus.AUTHORISED
        assert (held.authorised, held.captured) == (PRICE, Money.zero("EUR"))
        for _ in range(2):
            taken = self.capture(bench, payment_id, held.reference, PRICE)
            assert (taken.status, taken.captured) == (OutcomeStatus.CAPTURED, PRICE)
        self.capture(bench, payment_id, held.reference, PRICE, key="another")
        assert bench.books(payment_id, held.reference) == Books(4_990, 4_990, 0)

    def test_capture_of_a_part_releases_the_rest(self, bench: Bench):
        if Capability.PARTIAL_CAPTURE not in bench.provider.capabilities:
            return
        payment_id, held = self.authorised(bench, capture_now=False)
        part = Money(1_000, "EUR")
        taken = self.capture(bench, payment_id, held.reference, part)
        assert (taken.status, taken.captured, taken.refunded) == (OutcomeStatus.CAPTURED, part, Money.zero("EUR"))
        assert self.capture(bench, payment_id, held.reference, part, key="rest").status is OutcomeStatus.DECLINED

    def test_not_more_than_was_authorised(self, bench: Bench):
        if Capability.CAPTURE_LATER not in bench.provider.capabilities:
            return
        payment_id, held = self.authorised(bench, capture_now=False)
        assert self.capture(bench, payment_id, held.reference, Money(4_991, "EUR")).status not in (
            OutcomeStatus.CAPTURED,
            OutcomeStatus.UNKNOWN,
        )
        assert bench.books(payment_id, held.reference) == Books(4_990, 0, 0)

    def test_void(self, bench: Bench):
        if Capability.VOID not in bench.provider.capabilities:
            # What it takes it takes at once; what it never took can be given up all the same.
            assert self.void(bench, new_payment_id(), "").status is OutcomeStatus.VOIDED
            return
        payment_id, held = self.authorised(bench, capture_now=False)
        for _ in range(2):
            assert self.void(bench, payment_id, held.reference).status is OutcomeStatus.VOIDED
        if Capability.CAPTURE_LATER in bench.provider.capabilities:
            refused = self.capture(bench, payment_id, held.reference, PRICE)
            assert refused.status in (OutcomeStatus.DECLINED, OutcomeStatus.VOIDED)
            assert bench.books(payment_id, held.reference).captured == 0

    def test_a_void_that_comes_too_late_tells_of_the_capture(self, bench: Bench):
        if self.needs_staff(bench):
            return
        payment_id, taken = self.authorised(bench)
        outcome = self.void(bench, payment_id, taken.reference)
        assert outcome.status in (OutcomeStatus.DECLINED, OutcomeStatus.CAPTURED)
        assert outcome.captured == PRICE

    def test_refund_in_parts_and_never_more_than_there_is(self, bench: Bench):
        payment_id, taken = self.authorised(bench)
        if self.needs_staff(bench):
            assert self.refund(bench, payment_id, taken.reference, PRICE).status is OutcomeStatus.PENDING
            return
        for cents in (1_000, 1_000, 3_990):
            key = f"part-{cents}"  # the second is the first again
            outcome = self.refund(bench, payment_id, taken.reference, Money(cents, "EUR"), key=key)
            assert outcome.status is OutcomeStatus.REFUNDED
        assert outcome.refunded == PRICE
        refused = self.refund(bench, payment_id, taken.reference, Money(1, "EUR"), key="more")
        assert (refused.status, refused.reason) == (OutcomeStatus.DECLINED, "too_much")
        assert bench.books(payment_id, taken.reference) == Books(4_990, 4_990, 4_990)

    def test_refund_of_the_whole(self, bench: Bench):
        payment_id, taken = self.authorised(bench)
        if self.needs_staff(bench):
            return
        refused = self.refund(bench, payment_id, taken.reference, Money(4_991, "EUR"), key="too much")
        assert (refused.status, refused.reason) == (OutcomeStatus.DECLINED, "too_much")
        outcome = self.refund(bench, payment_id, taken.reference, PRICE)
        assert (outcome.status, outcome.refunded) == (OutcomeStatus.REFUNDED, PRICE)

    @pytest.mark.parametrize("cents", [0, -1])
    def test_nothing_is_no_amount(self, bench: Bench, cents: int):
        payment_id, taken = self.authorised(bench)
        outcome = self.refund(bench, payment_id, taken.reference, Money(cents, "EUR"))
        assert (outcome.status, outcome.reason) == (OutcomeStatus.DECLINED, "bad_amount")
        if not self.needs_staff(bench):
            assert bench.books(payment_id, taken.reference) == Books(4_990, 4_990, 0)

    # --- lost answers

    def test_look_up_after_a_lost_answer(self, bench: Bench):
        if Capability.LOOK_UP not in bench.provider.capabilities:
            with pytest.raises(NotSupported):
                bench.provider.look_up(payment_id=new_payment_id())
            return
        asked = self.asked(bench)
        bench.lose_next_reply()
        assert bench.provider.authorise(asked).status is OutcomeStatus.UNKNOWN
        found = bench.provider.look_up(payment_id=asked.payment_id)
        assert (found.status, found.captured) == (OutcomeStatus.CAPTURED, PRICE)
        self.must_be_ours(bench, found)
        again = bench.provider.authorise(asked)
        assert again.reference == found.reference
        assert bench.books(asked.payment_id, found.reference) == Books(4_990, 4_990, 0)

    def test_a_lost_refund_asked_for_again_is_one_refund(self, bench: Bench):
        if Capability.LOOK_UP not in bench.provider.capabilities:
            return
        payment_id, taken = self.authorised(bench)
        part = Money(1_000, "EUR")
        bench.lose_next_reply()
        assert self.refund(bench, payment_id, taken.reference, part).status is OutcomeStatus.UNKNOWN
        assert self.refund(bench, payment_id, taken.reference, part).status is OutcomeStatus.REFUNDED
        assert bench.books(payment_id, taken.reference).refunded == 1_000

    def test_look_up_of_what_never_was(self, bench: Bench):
        if Capability.LOOK_UP in bench.provider.capabilities:
            assert bench.provider.look_up(payment_id=new_payment_id()).status is OutcomeStatus.NOT_FOUND

    # --- the provider's books

    def test_what_it_did_is_listed(self, bench: Bench):
        day = timedelta(days=1)
        if Capability.LIST not in bench.provider.capabilities:
            with pytest.raises(NotSupported):
                bench.provider.list_payments(since=now() - day, until=now() + day)
            return
        payment_id, taken = self.authorised(bench)
        self.refund(bench, payment_id, taken.reference, Money(1_000, "EUR"))
        held_id, _ = self.authorised(bench, capture_now=False)
        books = self.listed(bench, now() - day, now() + day)
        done, held = books[str(payment_id)], books[str(held_id)]
        self.must_be_ours(bench, done.outcome)
        assert (done.outcome.status, done.outcome.reference) == (OutcomeStatus.REFUNDED, taken.reference)
        assert (done.outcome.captured, done.outcome.refunded) == (PRICE, Money(1_000, "EUR"))
        assert (held.outcome.status, held.outcome.authorised) == (OutcomeStatus.AUTHORISED, PRICE)
        assert not held.outcome.captured
        assert abs(now() - done.opened_at) < timedelta(minutes=5)
        for since, until in ((now() - 2 * day, now() - day), (now() + day, now() + 2 * day)):
            assert str(payment_id) not in self.listed(bench, since, until)

    def test_a_long_list_comes_page_by_page_or_not_at_all(self, bench: Bench):
        if Capability.LIST not in bench.provider.capabilities:
            return
        ids, hour = {str(self.authorised(bench)[0]) for _ in range(103)}, timedelta(hours=1)
        assert ids <= self.listed(bench, now() - hour, now() + hour).keys()
        bench.be_down()
        with pytest.raises(ProviderUnreachable):
            self.listed(bench, now() - hour, now() + hour)

    # --- messages

    def test_a_message_is_read(self, bench: Bench):
        if Capability.MESSAGES not in bench.provider.capabilities:
            with pytest.raises(NotSupported):
                bench.provider.read_message(headers={}, body=b"{}", now=NOON)
            return
        payment_id, taken = self.authorised(bench)
        heard = bench.message_about(payment_id)
        notice = self.read(bench, heard.headers, heard.body)
        assert (notice.payment_key, notice.reference, notice.final) == (str(payment_id), taken.reference, True)
        assert notice.event_id
        # Played again it is the same event, which the inbox has.
        assert self.read(bench, heard.headers, heard.body).event_id == notice.event_id

    def test_a_forged_message_is_refused(self, bench: Bench):
        if Capability.MESSAGES not in bench.provider.capabilities:
            return
        payment_id, _ = self.authorised(bench)
        heard = bench.message_about(payment_id)
        changed = heard.body.replace(b"EUR", b"USD").replace(b"eur", b"usd")
        assert changed != heard.body
        forged = [
            ({}, heard.body),
            (heard.headers, changed),
            (heard.headers, b""),
            (bench.sign(heard.body, now(), secret="whsec_b3RoZXIgc2VjcmV0"), heard.body),
            (dict.fromkeys(heard.headers, ""), heard.body),
            ({name: value + "x" for name, value in heard.headers.items()}, heard.body),
        ]
        for headers, body in forged:
            with pytest.raises(BadSignature):
                self.read(bench, headers, body)

    @pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 3])
    def test_an_old_or_future_message_is_refused(self, bench: Bench, minutes: int):
        if Capability.MESSAGES not in bench.provider.capabilities:
            return
        payment_id, _ = self.authorised(bench)
        body = bench.message_about(payment_id).body
        with pytest.raises(StaleMessage):
            self.read(bench, bench.sign(body, now() + timedelta(minutes=minutes)), body)

    @pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b'"x"', b"not json", b'{"type": 1, "id": 1, "data": []}'])
    def test_a_signed_message_that_makes_no_sense(self, bench: Bench, body: bytes):
        if Capability.MESSAGES not in bench.provider.capabilities:
            return
        with pytest.raises(MalformedMessage):
            self.read(bench, bench.sign(body, now()), body)

    # --- with the domain: what counts as paid

    @pytest.mark.django_db
    def test_the_right_money_settles_a_payment(self, bench: Bench):
        if self.needs_staff(bench):
            return
        recorded = self.recorded(bench, amount=PRICE)
        assert (recorded.verdict, recorded.payment.state) == (Verdict.ACCEPTED, PaymentState.CAPTURED)
        assert recorded.payment.covers(PRICE)

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("amount", "merchant", "verdict"),
        [
            (Money(200_000, "EUR"), None, Verdict.WRONG_AMOUNT),
            (Money(4_990, "USD"), None, Verdict.WRONG_CURRENCY),
            (PRICE, "another merchant", Verdict.WRONG_MERCHANT),
        ],
    )
    def test_other_money_settles_nothing(self, bench: Bench, amount: Money, merchant: str | None, verdict: Verdict):
        if self.needs_staff(bench):
            return
        recorded = self.recorded(bench, amount=amount, merchant=merchant)
        assert recorded.verdict is verdict
        assert not recorded.payment.covers(Money(1, amount.currency))
