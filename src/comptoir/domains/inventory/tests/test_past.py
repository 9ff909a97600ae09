import pytest

from comptoir.domains.inventory.actions import add_past_sales
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, snapshot

pytestmark = pytest.mark.django_db


def test_the_past_is_not_rewritten_by_just_anyone():
    before = snapshot()
    with pytest.raises(NotAllowed):
        add_past_sales(batch=[], reference="past", actor=NOBODY, now=NOON)
    assert snapshot() == before
