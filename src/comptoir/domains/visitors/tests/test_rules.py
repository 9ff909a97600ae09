from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.visitors.rules import is_address, is_origin, services_errors
from comptoir.domains.visitors.testing import ADVERTS, COUNTER
from comptoir.domains.visitors.values import Service, ServiceList


def told(*services: Service) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in services_errors(services)]


def test_a_service_that_says_all_of_itself_can_be_asked_about() -> None:
    assert told(COUNTER, ADVERTS) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(COUNTER, code="Counter!"), "code"),
        (replace(COUNTER, name=" "), "name"),
        (replace(COUNTER, provider=""), "provider"),
        (replace(COUNTER, descriptions={"fr": " "}), "descriptions"),
        (replace(COUNTER, policy_url="counter.example"), "policy_url"),
        (replace(COUNTER, script_url="http://counter.example/count.js"), "script_url"),
        (replace(COUNTER, script_url="javascript:alert(1)"), "script_url"),
        (replace(COUNTER, origins=("https://in.counter.example/path",)), "origins"),
        (replace(COUNTER, keeps_months=0), "keeps_months"),
        (replace(COUNTER, keeps_months=26), "keeps_months"),
    ],
)
def test_what_is_missing_or_wrong_is_told_by_field(wrong: Service, field: str) -> None:
    assert [one for one, _ in told(wrong)] == [field]


def test_two_services_cannot_share_a_code() -> None:
    assert ("code", "visitors.code_taken") in told(COUNTER, replace(ADVERTS, code=COUNTER.code))


@pytest.mark.parametrize(
    "origin",
    [
        "https://a.example; script-src *",
        "https://a.example 'unsafe-inline'",
        "https://a.example,https://b.example",
        "https://*",
        "https://",
        "*",
        "data:",
        "https://a.example\n",
        "https://user@a.example",
        "https://é.example",
    ],
)
def test_nothing_else_gets_into_a_policy_by_an_origin(origin: str) -> None:
    assert not is_origin(origin)


def test_all_below_a_site_may_be_one_origin() -> None:
    assert is_origin("https://*.counter.example")
    assert is_origin("https://counter.example:8443")
    assert not is_address("https://*.counter.example/count.js")


@given(st.text(max_size=80))
def test_whatever_is_written_an_address_ends_no_directive_and_no_attribute(text: str) -> None:
    if is_address(f"https://counter.example/{text}"):
        assert not set(text) & set(" ;,'\"<>\n\r\t`")


def test_a_choice_holds_for_its_own_list_alone() -> None:
    listed = ServiceList(number=3, services=(COUNTER, ADVERTS))
    assert listed.held(3, ["counter", "gone"]) == ("counter",)
    assert listed.held(3, [""]) == ()
    assert listed.held(2, ["counter"]) is None
