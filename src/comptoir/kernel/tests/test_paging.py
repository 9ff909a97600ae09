"""A cursor that we gave out brings the next page; anything else is refused before the database hears of it."""

import base64
import json
from datetime import datetime
from uuid import UUID

import pytest

from comptoir.kernel.paging import BadCursor, decode_cursor, encode_cursor


def test_what_was_given_out_comes_back() -> None:
    assert decode_cursor(encode_cursor([12, "b"]), [int, str]) == [12, "b"]


@pytest.mark.parametrize("values", [[2**63], [-(2**63) - 1], [10**30], [1e300], ["x"], [None], [[1]], [1, 2], []])
def test_what_no_column_of_numbers_holds_is_refused(values: list[object]) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(base64.urlsafe_b64encode(json.dumps(values).encode()).decode(), [int])


@pytest.mark.parametrize("kind", [str, UUID, datetime.fromisoformat])
def test_a_nul_is_refused(kind: type) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(base64.urlsafe_b64encode(b'["\\u0000"]').decode(), [kind])
