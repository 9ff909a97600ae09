"""Who is counted as one when requests are limited."""

import pytest
from django.test import RequestFactory

from comptoir.kernel.clock import real_now
from comptoir.kernel.limits import Limit, LimitReached
from comptoir.kernel.requests import limited

pytestmark = pytest.mark.django_db
LIMIT = Limit("test", burst=1, per_minute=1)


def ask(address: str) -> bool:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.now = real_now()  # type: ignore[attr-defined]  # as the edge does
    try:
        limited(request, LIMIT)  # type: ignore[arg-type]  # it has become one
    except LimitReached:
        return False
    return True


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", True),  # a household is given a whole /64 to number as it likes
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_a_line_is_one_however_many_numbers_it_has(first: str, second: str, same: bool) -> None:
    assert ask(first)
    assert ask(second) is not same
