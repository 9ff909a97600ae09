import threading

import pytest
from django.db import connection, transaction

from comptoir.kernel import once
from comptoir.kernel.testing import NOON, at_once

BODY = once.hash_of({"total": 1, "lines": [1, 2]})


def claim(subject: str = "s1", request_hash: str = BODY) -> once.Claim:
    return once.claim(scope="test", key="k1", request_hash=request_hash, subject_id=subject, now=NOON)


def test_equal_requests_have_equal_hashes_whatever_the_order_of_keys() -> None:
    assert once.hash_of({"a": 1, "b": [1]}) == once.hash_of({"b": [1], "a": 1})
    assert once.hash_of({"a": 1}) != once.hash_of({"a": "1"})


@pytest.mark.django_db
def test_the_first_claim_is_fresh_and_the_second_is_told_the_subject() -> None:
    assert claim() == once.Claim(fresh=True, subject_id="s1", answer=None)
    assert claim("s2") == once.Claim(fresh=False, subject_id="s1", answer=None)


@pytest.mark.django_db
def test_the_answer_is_replayed_and_the_first_one_counts() -> None:
    claim()
    assert once.answer(scope="test", key="k1", answer={"n": 1}, now=NOON) == {"n": 1}
    assert once.answer(scope="test", key="k1", answer={"n": 2}, now=NOON) == {"n": 1}
    assert claim().answer == {"n": 1}


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused() -> None:
    claim()
    with pytest.raises(once.KeyReused):
        claim(request_hash=once.hash_of({"total": 2}))


@pytest.mark.django_db
def test_whoever_waits_too_long_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "PATIENCE_SECONDS", 0.1)
    claim()
    with pytest.raises(once.InProgress) as told:
        once.wait_for_answer(scope="test", key="k1", request_hash=BODY)
    assert told.value.facts == {"retry_after": 2}


@pytest.mark.django_db(transaction=True)
def test_a_waiter_gets_the_answer_as_soon_as_it_is_there() -> None:
    claim()
    heard: list[object] = []

    def wait() -> None:
        heard.append(once.wait_for_answer(scope="test", key="k1", request_hash=BODY))
        connection.close()

    waiter = threading.Thread(target=wait)
    waiter.start()
    once.answer(scope="test", key="k1", answer={"n": 1}, now=NOON)
    waiter.join(timeout=5)
    assert heard == [{"n": 1}]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_claims_at_once_one_is_fresh() -> None:
    def in_a_transaction() -> once.Claim:
        with transaction.atomic():
            return claim(threading.current_thread().name)

    answers = [answer for answer in at_once([in_a_transaction] * 20) if isinstance(answer, once.Claim)]
    assert len(answers) == 20
    fresh = [answer for answer in answers if answer.fresh]
    assert len(fresh) == 1
    assert {answer.subject_id for answer in answers} == {fresh[0].subject_id}
