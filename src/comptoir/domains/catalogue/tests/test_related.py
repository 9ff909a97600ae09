import pytest
from django.db import transaction

from comptoir.domains.catalogue.actions import set_related_products
from comptoir.domains.catalogue.errors import TooManyRelated, UnknownProduct, UnknownReference
from comptoir.domains.catalogue.queries import product
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import Product, ProductId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db


def choose(of: Product, *others: Product) -> None:
    skus = [each.variants[0].sku for each in others]
    set_related_products(product_id=of.id, skus=skus, actor=OWNER, now=NOON)


def test_what_is_chosen_is_shown_in_that_order_and_once() -> None:
    honey, jam, bowl = make_product(), make_product(), make_product()
    choose(honey, bowl, jam, bowl, honey)
    assert product(honey.id).related_ids == (bowl.id, jam.id)
    before = snapshot()
    choose(honey, bowl, jam)
    assert snapshot() == before
    choose(honey)
    assert product(honey.id).related_ids == ()


def test_only_what_there_is_and_not_too_much_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    honey, jam, bowl = make_product(), make_product(), make_product()
    with pytest.raises(UnknownReference):
        set_related_products(product_id=honey.id, skus=["NIL"], actor=OWNER, now=NOON)
    with pytest.raises(UnknownProduct), transaction.atomic():
        set_related_products(product_id=ProductId(new_id()), skus=[], actor=OWNER, now=NOON)
    monkeypatch.setattr("comptoir.domains.catalogue.actions.related.MOST_RELATED", 1)
    with pytest.raises(TooManyRelated):
        choose(honey, jam, bowl)
    assert product(honey.id).related_ids == ()


def test_not_by_just_anybody() -> None:
    honey = make_product()
    before = snapshot()
    with pytest.raises(NotAllowed):
        set_related_products(product_id=honey.id, skus=[], actor=NOBODY, now=NOON)
    assert snapshot() == before
