from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.integrations.rules import (
    FAILING_AFTER,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LONGEST_REST,
    LONGEST_WISH,
    PATIENCE,
    checked,
    is_failing,
    message_id,
    pause_after,
    rest_after,
    secret_of,
    signed_headers,
    state_after,
    wants,
)
from comptoir.domains.integrations.testing import verified
from comptoir.domains.integrations.values import Answer, DeliveryState, Failure, SubscriptionDraft
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.testing import NOON

GOOD = SubscriptionDraft(name="ERP", url="https://erp.example/hooks", event_names=frozenset({"orders.order_paid.1"}))


def draft(**changes: Any) -> SubscriptionDraft:
    facts = {"name": GOOD.name, "url": GOOD.url, "event_names": GOOD.event_names, "markets": None}
    return SubscriptionDraft(**{**facts, **changes})


def wrong_fields(wanted: SubscriptionDraft, *, to_this_machine: bool = True) -> list[str]:
    with pytest.raises(ManyInvalid) as refused:
        checked(wanted, to_this_machine=to_this_machine)
    return [error.field for error in refused.value.errors]


def test_a_good_draft_is_tidied() -> None:
    tidied = checked(draft(name="  My   ERP ", url=" https://erp.example:8443/a?b=c "), to_this_machine=False)
    assert (tidied.name, tidied.url) == ("My ERP", "https://erp.example:8443/a?b=c")


@pytest.mark.parametrize(
    "url",
    [
        "", "erp.example", "http://erp.example/", "ftp://erp.example/", "https://", "https://me:secret@erp.example/",
        "https://erp.example/#a", "https://erp.example:99999/", "https://[::1", "https://erp example/", "https://é.example/",
        "https://erp.example/\n", "file:///etc/passwd", "http://127.0.0.1.nip.example/", "http://10.0.0.1/",
        f"https://erp.example/{'a' * 2000}",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    wanted = draft(url=url)
    if url.strip() == url:
        assert wrong_fields(wanted) == ["url"]
    else:
        assert checked(wanted, to_this_machine=True).url == url.strip()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://localhost/hooks", "http://[::1]:9000/"])
def test_plain_http_goes_to_this_machine_alone_and_never_in_production(url: str) -> None:
    assert checked(draft(url=url), to_this_machine=True).url == url
    assert wrong_fields(draft(url=url), to_this_machine=False) == ["url"]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wanted = draft(name=" ", url="x", event_names=frozenset({"orders.order_eaten.1"}), markets=frozenset())
    assert wrong_fields(wanted) == ["name", "url", "events", "markets"]
    assert wrong_fields(draft(name="x" * 81, event_names=frozenset())) == ["name", "events"]


@pytest.mark.parametrize(
    ("markets", "market", "heard"),
    [(None, "fr", True), (None, None, True), (None, "", True), (["fr"], "fr", True), (["fr"], "", True),
     (["fr"], "be", False), (["fr"], None, False)],
)  # fmt: skip
def test_who_hears_of_which_market(markets: list[str] | None, market: str | None, heard: bool) -> None:
    assert wants(["a"], markets, name="a", market=market) is heard
    assert wants(["b"], markets, name="a", market=market) is False


@given(st.binary(max_size=200), st.binary(min_size=24, max_size=64), st.binary(min_size=24, max_size=64))
def test_a_signature_is_that_of_the_specification(body: bytes, one: bytes, other: bytes) -> None:
    new, former = secret_of(one), secret_of(other)
    headers = signed_headers([new, former], id="msg_1", at=NOON, body=body)
    assert headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    assert verified(new, headers, body)
    assert verified(former, headers, body)
    assert not verified(new, headers, body + b" ")
    assert not verified(new, {**headers, "webhook-id": "msg_2"}, body)
    assert not verified(new, {**headers, "webhook-timestamp": "0"}, body)
    if one != other:
        assert not verified(former, signed_headers([new], id="msg_1", at=NOON, body=body), body)


def test_the_example_of_the_specification() -> None:
    """The test vector published with the reference libraries."""
    at = datetime.fromtimestamp(1614265330, NOON.tzinfo)
    headers = signed_headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=at,
        body=b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_id_says_what_it_is() -> None:
    assert message_id("0199") == "msg_0199"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(status=200), DeliveryState.DELIVERED),
        (Answer(status=204), DeliveryState.DELIVERED),
        (Answer(status=302), DeliveryState.QUEUED),
        (Answer(status=404), DeliveryState.QUEUED),
        (Answer(status=410), DeliveryState.GIVEN_UP),
        (Answer(status=429), DeliveryState.QUEUED),
        (Answer(status=503), DeliveryState.QUEUED),
        (Answer(failure=Failure.TOO_SLOW), DeliveryState.QUEUED),
    ],
)
def test_what_becomes_of_a_message(answer: Answer, state: DeliveryState) -> None:
    assert state_after(answer, queued_at=NOON, now=NOON + timedelta(days=2)) is state
    late = state_after(answer, queued_at=NOON, now=NOON + PATIENCE)
    assert late is (DeliveryState.GIVEN_UP if state is DeliveryState.QUEUED else state)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_grow_and_end(tries: int, luck: float) -> None:
    pause = pause_after(tries, luck=luck, wish=None)
    assert FIRST_PAUSE / 2 <= pause <= LONGEST_PAUSE
    assert pause <= pause_after(tries + 1, luck=luck, wish=None)


@given(st.integers(1, 10_000), st.integers(0, 10**8))
def test_a_wish_to_be_left_alone_is_granted_up_to_a_day(number: int, seconds: int) -> None:
    wish = timedelta(seconds=seconds)
    for wait in (pause_after(number, luck=0, wish=wish), rest_after(number, wish=wish)):
        assert min(wish, LONGEST_WISH) <= wait <= LONGEST_WISH


def test_a_subscriber_rests_after_some_failures_in_a_row() -> None:
    rests = [rest_after(failures, wish=None) for failures in (1, 2, 3, 4, 100)]
    assert rests == [timedelta(0), timedelta(0), timedelta(seconds=8), timedelta(seconds=16), LONGEST_REST]


def test_after_a_day_somebody_should_look() -> None:
    assert not is_failing(NOON, NOON + FAILING_AFTER - timedelta(seconds=1))
    assert is_failing(NOON, NOON + FAILING_AFTER)
    assert FAILING_AFTER < PATIENCE
