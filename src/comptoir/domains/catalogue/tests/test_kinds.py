"""How a variant reaches its buyer."""

import pytest

from comptoir.domains.catalogue.actions import set_variant_kind
from comptoir.domains.catalogue.errors import UnknownVariant
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantId, VariantKind
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db


def test_a_variant_becomes_a_download_once() -> None:
    known = make_product()
    id = known.variants[0].id
    for _ in range(2):
        set_variant_kind(variant_id=id, kind=VariantKind.DOWNLOAD, actor=OWNER, now=NOON)
    assert variants_for([id])[id].kind is VariantKind.DOWNLOAD
    assert [line.action for line in history_of("catalogue.product", known.id)].count("variant_kind_set") == 1


def test_only_who_may_edit_says_so() -> None:
    id = make_product().variants[0].id
    before = snapshot()
    for actor in (NOBODY, anybody("catalogue.view")):
        with pytest.raises(NotAllowed):
            set_variant_kind(variant_id=id, kind=VariantKind.SERVICE, actor=actor, now=NOON)
    assert snapshot() == before


def test_there_must_be_such_a_variant() -> None:
    with pytest.raises(UnknownVariant):
        set_variant_kind(variant_id=VariantId(new_id()), kind=VariantKind.SERVICE, actor=OWNER, now=NOON)
