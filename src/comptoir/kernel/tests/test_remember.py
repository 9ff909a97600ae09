"""What is remembered has been committed: nothing older once a change is heard of, nothing of a change under way."""

import time
from collections.abc import Iterator

import pytest
from django.db import transaction

from comptoir.kernel.models import OnceKey
from comptoir.kernel.notices import listening, start_listening, stop_listening
from comptoir.kernel.remember import forget, remembered
from comptoir.kernel.testing import NOON, at_once

pytestmark = pytest.mark.django_db(transaction=True)
asked: list[str] = []


@remembered("test.keys")
def keys(scope: str) -> tuple[str, ...]:
    asked.append(scope)
    return tuple(OnceKey.objects.filter(scope=scope).order_by("key").values_list("key", flat=True))


def add(key: str) -> None:
    OnceKey.objects.create(scope="s", key=key, request_hash="", subject_id="", claimed_at=NOON)
    forget("test.keys")


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


@pytest.fixture
def listener() -> Iterator[None]:
    start_listening()
    deadline = time.monotonic() + 10
    while not listening() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert listening()
    yield
    stop_listening()


def test_without_a_listener_every_answer_is_fresh() -> None:
    assert (keys("s"), keys("s")) == ((), ())
    assert asked == ["s", "s"]


def test_without_a_listener_a_transaction_asks_once_and_again_after_its_changes() -> None:
    for _ in range(2):
        with transaction.atomic():
            assert (keys("s"), keys("s"), keys("t")) == ((), (), ())
    assert asked == ["s", "t", "s", "t"]
    asked.clear()
    with transaction.atomic():
        keys("s")
        with transaction.atomic():
            assert keys("s") == ()
            add("a")
            assert (keys("s"), keys("s")) == (("a",), ("a",))
            transaction.set_rollback(True)
        assert (keys("s"), keys("s")) == ((), ())
        add("b")
        assert (keys("s"), keys("s")) == (("b",), ("b",))
        transaction.set_rollback(True)
    assert asked == ["s", "s", "s"]
    assert keys("s") == ()


@pytest.mark.usefixtures("listener")
def test_with_one_it_is_asked_once_for_each_question() -> None:
    assert (keys("s"), keys("s"), keys("t")) == ((), (), ())
    assert asked == ["s", "t"]
    with transaction.atomic():
        add("a")
    assert keys("s") == ("a",)


@remembered("test.keys", most=2)
def few(scope: str) -> str:
    asked.append(scope)
    return scope


@pytest.mark.usefixtures("listener")
def test_no_more_than_so_many_answers_are_kept_of_a_question() -> None:
    assert [few(scope) for scope in ("a", "b", "a", "b")] == ["a", "b", "a", "b"]
    assert asked == ["a", "b"]
    keys("s")  # another question of the same tag is none of them
    assert [few(scope) for scope in ("c", "c", "a")] == ["c", "c", "a"]
    assert asked == ["a", "b", "s", "c", "a"]


@pytest.mark.usefixtures("listener")
def test_a_transaction_sees_what_it_has_changed_itself() -> None:
    keys("s")
    with transaction.atomic():
        add("a")
        assert keys("s") == ("a",)
        assert at_once([lambda: keys("s")]) == [()]
        assert keys("s") == ("a",)
        add("b")
        assert keys("s") == ("a", "b")
    assert keys("s") == ("a", "b")


@pytest.mark.usefixtures("listener")
def test_what_is_rolled_back_is_never_remembered() -> None:
    with transaction.atomic():
        add("a")
        assert keys("s") == ("a",)
        transaction.set_rollback(True)
    assert keys("s") == ()


@pytest.mark.usefixtures("listener")
def test_nor_what_a_savepoint_takes_back() -> None:
    with transaction.atomic():
        with transaction.atomic():
            add("a")
            transaction.set_rollback(True)
        assert keys("s") == ()
    assert keys("s") == ()
