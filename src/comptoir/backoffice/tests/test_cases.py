"""Cases at the desk: found, looked at, taken, and closed with a reason."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import comptoir
from comptoir.backoffice.cases.words import LABELS
from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.cases.queries import case, inbox, notes_of
from comptoir.domains.cases.testing import finding, make_case
from comptoir.domains.cases.values import CaseFilter, CaseId, CaseKind, CaseState, Finding
from comptoir.domains.integrations.actions import claim_deliveries, record_answer
from comptoir.domains.integrations.queries import subscription
from comptoir.domains.integrations.values import Answer, Failure
from comptoir.domains.payments.queries import payments_of, refunds_of
from comptoir.domains.payments.values import Difference, OperationState
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.check_webhooks import check_webhooks
from comptoir.flows.check_work import check_work
from comptoir.flows.steps.tell_difference import tell_difference
from comptoir.kernel import clock
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER, snapshot


def page(working: Working, step: str = "") -> str:
    return f"/back-office/cases/{working.case_id}/{step}"


def badge(client: Client) -> str:
    shown = client.get("/back-office/").text
    found = re.search(r'href="/back-office/cases/".*?</a>', shown, re.DOTALL)
    assert found is not None
    count = re.search(r'menu-count">(\d+)', found.group())
    return count.group(1) if count else ""


def test_the_inbox_by_view_and_kind(owner: Client, working: Working) -> None:
    broken = make_case(finding(), now=clock.now())
    shown = owner.get("/back-office/cases/").text
    assert "Test bank reports a different amount for a payment of €30.70" in shown
    assert "P5: variant HONEY: 3 on the shelf, 2 by its movements" in shown
    assert badge(owner) == "2"
    only = owner.get("/back-office/cases/?kind=broken_invariant").text
    assert "P5: variant HONEY" in only
    assert "a different amount" not in only
    assert "Everything is in order" not in owner.get("/back-office/cases/?view=mine").text
    owner.post(f"/back-office/cases/{broken}/take/")
    mine = owner.get("/back-office/cases/?view=mine").text
    assert "P5: variant HONEY" in mine
    assert "a different amount" not in mine
    owner.post(page(working, "resolve/"), {"because": "counted again"})
    assert "a different amount" not in owner.get("/back-office/cases/").text
    assert "a different amount" in owner.get("/back-office/cases/?view=all").text
    assert badge(owner) == "1"
    assert owner.get("/back-office/cases/?cursor=broken")["Location"] == "/back-office/cases/"


def test_a_case_lays_out_what_both_sides_say(owner: Client, working: Working) -> None:
    shown = owner.get(page(working)).text
    assert "Our books" in shown
    assert "€30.70" in shown
    assert "€31.70" in shown
    assert shown.count("differs</span>") == 1
    assert f'href="/back-office/orders/{working.order_id}/"' in shown
    assert f"Order {working.number}" in shown
    assert "Check the payment again" not in shown  # a transfer: nobody can be asked


def test_from_hand_to_its_end(owner: Client, working: Working) -> None:
    assert owner.post(page(working, "take/"))["Location"] == page(working)
    taken = case(working.case_id, actor=OWNER)
    assert (taken.state, taken.handler_name) == (CaseState.IN_HAND, "Élodie Martin")
    assert "Take over" not in owner.get(page(working)).text
    empty = owner.post(page(working, "note/"), {"text": " "})
    assert empty.status_code == 422
    assert 'id="id_text_error"' in empty.text
    owner.post(page(working, "note/"), {"text": "Asked the bank."})
    [note] = notes_of(working.case_id, actor=OWNER)
    assert (note.author, note.text) == ("Élodie Martin", "Asked the bank.")
    without = owner.post(page(working, "dismiss/"), {"because": ""})
    assert without.status_code == 422
    assert case(working.case_id, actor=OWNER).state is CaseState.IN_HAND
    owner.post(page(working, "dismiss/"), {"because": "A known difference."})
    assert case(working.case_id, actor=OWNER).state is CaseState.DISMISSED
    shown = owner.get(page(working)).text
    for words in ("Outcome", "A known difference.", "Asked the bank.", "Case dismissed", "Case assigned"):
        assert words in shown
    assert "Mark as resolved" not in shown


@pytest.mark.django_db(transaction=True)
def test_a_case_that_is_closed_is_not_closed_again(owner: Client, working: Working) -> None:
    owner.post(page(working, "resolve/"), {"because": "x"})
    again = owner.post(page(working, "resolve/"), {"because": "y"})
    assert again.status_code == 422
    assert "the current state is “resolved”" in again.text
    assert case(working.case_id, actor=OWNER).because == "x"


@pytest.mark.django_db(transaction=True)
def test_a_refund_to_send_by_hand_ends_by_being_sent(owner: Client, working: Working) -> None:
    order_id, late = paid(working, prepared=False), clock.now() + timedelta(days=2)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=clock.now())
    check_work(actor=OWNER, now=late)
    (found,) = [each for each in inbox(CaseFilter(), actor=OWNER).items if each.what == "refund_unanswered"]
    address = f"/back-office/cases/{found.id}/"
    assert "Mark the refund as sent" in owner.get(address).text
    refused = owner.post(f"{address}resolve/", {"because": "sent, I think"})
    assert (refused.status_code, "The refund is still to be sent." in refused.text) == (422, True)
    assert case(found.id, actor=OWNER).is_undecided
    reader = signed_in("reader@halle.example", roles=("readonly",))
    assert reader.post(f"{address}refund-sent/").status_code == 403
    for _ in range(2):
        assert owner.post(f"{address}refund-sent/")["Location"] == address
    [refund] = refunds_of(order_id)
    assert refund.state is OperationState.SUCCEEDED
    assert "Mark the refund as sent" not in owner.get(address).text
    check_work(actor=OWNER, now=late + timedelta(minutes=1))
    assert case(found.id, actor=OWNER).state is CaseState.RESOLVED


def test_what_the_provider_has_never_heard_of(owner: Client, working: Working) -> None:
    [payment] = payments_of(working.order_id)
    found = tell_difference(
        difference=Difference.UNKNOWN_TO_THEM, provider="simulator", key=str(payment.id), ours=payment, theirs=None
    )
    shown = owner.get(f"/back-office/cases/{make_case(found, now=clock.now())}/").text
    assert "The provider does not know this payment." in shown
    assert "differs</span>" not in shown  # there is nothing to differ from
    assert "Test bank does not know a payment of €30.70" in shown


def test_an_order_that_does_not_move_leads_to_its_page(owner: Client, working: Working) -> None:
    found = Finding(
        key="orders:late:1",
        kind=CaseKind.STUCK_ORDER,
        what="late",
        facts={"number": working.number},
        evidence={"found": {"number": working.number, "state": "paid", "promised_on": "2026-11-20", "held": None}},
        market="fr",
        subject_type="orders.order",
        subject_id=str(working.order_id),
    )
    shown = owner.get(f"/back-office/cases/{make_case(found, now=clock.now())}/").text
    assert f"Order {working.number} is paid, its promised date has passed, and no one is preparing it" in shown
    assert f'href="/back-office/orders/{working.order_id}/"' in shown
    assert "20 Nov 2026" in shown
    assert "To prepare" in shown


def test_many_breaks_are_listed(owner: Client, working: Working) -> None:
    found = Finding(
        key="p5_stock:many",
        kind=CaseKind.BROKEN_INVARIANT,
        what="many",
        facts={"check": "P5", "count": 734},
        evidence={"found": {"check": "P5 movements", "count": 734, "words": ["variant A", "variant <B>"]}},
    )
    shown = owner.get(f"/back-office/cases/{make_case(found, now=clock.now())}/").text
    assert "P5: 734 failures of one check" in shown
    assert "<li>variant &lt;B&gt;</li>" in shown


def test_what_was_there_before_is_linked(owner: Client, working: Working) -> None:
    first = make_case(finding(), now=clock.now())
    owner.post(f"/back-office/cases/{first}/resolve/", {"because": "x"})
    second = make_case(finding(), now=clock.now())
    assert f'href="/back-office/cases/{first}/"' in owner.get(f"/back-office/cases/{second}/").text


def test_who_may_look_only_changes_nothing(working: Working) -> None:
    reader = signed_in("reader@halle.example", roles=("readonly",))
    shown = reader.get(page(working)).text
    assert "Your roles let you view it" in shown
    assert "Mark as resolved" not in shown
    before = snapshot()
    for step in ("take/", "note/", "resolve/", "dismiss/", "recheck/"):
        assert reader.post(page(working, step), {"text": "x", "because": "x"}).status_code == 403
    assert snapshot() == before


def test_who_may_not_look_sees_no_case(working: Working) -> None:
    stranger = signed_in("stock@halle.example", roles=("warehouse",))
    assert stranger.get("/back-office/cases/").status_code == 403
    assert stranger.get(page(working)).status_code == 403
    assert "/back-office/cases/" not in stranger.get("/back-office/").text


def test_only_a_payment_can_be_looked_up_again(owner: Client, working: Working) -> None:
    broken = make_case(finding(), now=clock.now())
    assert owner.post(f"/back-office/cases/{broken}/recheck/").status_code == 404
    told = owner.post(page(working, "recheck/"), headers={"referer": page(working)})
    assert told.status_code == 302
    assert "This payment provider cannot do this." in owner.get(page(working)).text
    assert owner.get(f"/back-office/cases/{CaseId(working.order_id)}/").status_code == 404


def failing_webhook(working: Working) -> CaseId:
    """Nothing has arrived there for a day."""
    later = clock.now() + timedelta(hours=25)
    for at in (clock.now(), later):
        for sent in claim_deliveries(room=1, each=1, actor=OWNER, now=at):
            record_answer(sent=sent, answer=Answer(failure=Failure.TOO_SLOW), luck=1, actor=OWNER, now=at)
    check_webhooks(actor=OWNER, now=later)
    [case] = inbox(CaseFilter(kind=CaseKind.FAILING_WEBHOOK), actor=OWNER).items
    return case.id


def test_a_webhook_that_does_not_arrive_is_tried_again_or_switched_off(owner: Client, working: Working) -> None:
    address = f"/back-office/cases/{failing_webhook(working)}/"
    shown = owner.get(address).text
    for words in (
        "Nothing reaches ERP any more",
        "No response within ten seconds.",
        "Waiting messages",
        "https://erp",
    ):
        assert words in shown
    assert f'href="/back-office/settings/webhooks/{working.webhook_id}/"' in shown
    assert "1 message retried." in owner.post(f"{address}retry/", follow=True).text
    owner.post(f"{address}switch-off/")
    assert not subscription(working.webhook_id, actor=OWNER).enabled
    check_webhooks(actor=OWNER, now=clock.now() + timedelta(hours=26))
    assert "The problem is gone." in owner.get(address).text


def test_only_who_looks_after_webhooks_has_one_tried(owner: Client, working: Working) -> None:
    address = f"/back-office/cases/{failing_webhook(working)}/"
    support = signed_in("support@halle.example", roles=("support",))
    assert "Try again now" not in support.get(address).text
    before = snapshot()
    for step in ("retry/", "switch-off/"):
        assert support.post(address + step).status_code == 403
        assert owner.post(page(working, step)).status_code == 404, "that case is about a payment"
    assert snapshot() == before


def test_a_dispute_tells_until_when_the_bank_takes_proof(owner: Client, working: Working) -> None:
    found = Finding(
        key="payments:dispute:1",
        kind=CaseKind.DISPUTE,
        what="opened",
        facts={"provider": "simulator", "amount": Money(3_070, "EUR")},
        evidence={"found": {"reason": "fraudulent", "answer_by": "2026-12-01T11:00:00+00:00", "unheard_of": "x"}},
        market="fr",
    )
    shown = owner.get(f"/back-office/cases/{make_case(found, now=clock.now())}/").text
    for words in ("The bank accepts evidence until", "fraudulent", "unheard_of"):
        assert words in shown


def test_every_fact_that_is_evidence_has_a_name() -> None:
    """Read from the code: whatever a check writes down as evidence is shown by a word."""
    named = set[str]()
    for path in Path(comptoir.__file__).parent.rglob("*.py"):
        text = path.read_text()
        # To parse is what takes long.
        if "evidence" in text and "tests" not in path.parts and path.name != "testing.py":
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.keyword) and node.arg == "evidence" and isinstance(node.value, ast.Dict):
                    sides = [side for side in node.value.values if isinstance(side, ast.Dict)]
                    named |= {ast.literal_eval(key) for side in sides for key in side.keys if key is not None}
    assert {"answer_by", "reason", "number"} <= named
    assert named - set(LABELS) == set()
