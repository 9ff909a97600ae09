import pytest

from comptoir.domains.fulfilment.actions import add_shipments
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, snapshot

pytestmark = pytest.mark.django_db


def test_the_past_is_not_rewritten_by_just_anyone():
    before = snapshot()
    with pytest.raises(NotAllowed):
        add_shipments(batch=[], actor=NOBODY, now=NOON)
    assert snapshot() == before
