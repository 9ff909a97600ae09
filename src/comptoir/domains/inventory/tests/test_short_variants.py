"""What is running out, scarcest first."""

import pytest

from comptoir.domains.inventory.queries import short_variants
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.inventory.values import Band
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, OWNER

pytestmark = pytest.mark.django_db


def test_scarcest_first_page_by_page() -> None:
    none, few, some = make_stock(0), make_stock(2), make_stock(5)
    make_stock(6)
    first = short_variants(actor=OWNER, page_size=2)
    assert [(one.variant_id, one.available, one.band) for one in first.items] == [
        (none, 0, Band.OUT),
        (few, 2, Band.LOW),
    ]
    second = short_variants(actor=OWNER, cursor=first.next_cursor, page_size=2)
    assert [one.variant_id for one in second.items] == [some]
    assert second.next_cursor is None


def test_only_one_band() -> None:
    none, few = make_stock(0), make_stock(2)
    assert [one.variant_id for one in short_variants((Band.OUT,), actor=OWNER).items] == [none]
    assert [one.variant_id for one in short_variants((Band.LOW,), actor=OWNER).items] == [few]


def test_a_stranger_sees_no_stock() -> None:
    with pytest.raises(NotAllowed):
        short_variants(actor=NOBODY)
