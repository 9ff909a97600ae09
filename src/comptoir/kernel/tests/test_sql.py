"""Statements that the server keeps: the same answers, planned once."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.kernel.sql import fetch

pytestmark = pytest.mark.django_db
SQL = "SELECT %s::uuid, '{\"a\": [1]}'::jsonb, 'x' = ANY(%s)"
ONE, OTHER = UUID(int=1), UUID(int=2)


def kept() -> int:
    """How many of our statements the server keeps for this connection."""
    known = fetch("SELECT statement FROM pg_prepared_statements")
    return sum(1 for (statement,) in known if "jsonb, 'x' = ANY" in statement)


def test_a_kept_statement_answers_like_any_other() -> None:
    for id in (ONE, OTHER):
        expected = [(id, {"a": [1]}, True)]
        assert fetch(SQL, [id, ["x", "y"]]) == fetch(SQL, [id, ["x", "y"]], prepared=True) == expected
    assert kept() == 1


def test_it_counts_like_any_other() -> None:
    with CaptureQueriesContext(connection) as captured:
        fetch(SQL, [ONE, ["x"]], prepared=True)
    assert len(captured) == 1


def test_behind_a_pooler_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "prepare_threshold", None)
    assert fetch(f"{SQL}, 1", [ONE, ["x"]], prepared=True) == [(ONE, {"a": [1]}, True, 1)]
    assert kept() == before
