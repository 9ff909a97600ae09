from dataclasses import replace
from functools import partial

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.network.actions import save_place
from comptoir.domains.network.errors import UnknownPlace
from comptoir.domains.network.models import Place as PlaceModel
from comptoir.domains.network.queries import all_places, pickup_places, place, places, places_for, selling_places
from comptoir.domains.network.testing import QUARANTINE, SHOP, WAREHOUSE, make_place
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.models import HistoryLine, OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot

pytestmark = pytest.mark.django_db


def test_without_the_permission_nothing_happens() -> None:
    make_place()
    before = snapshot()
    for actor in (NOBODY, anybody("network.view")):
        with pytest.raises(NotAllowed):
            save_place(place=SHOP, actor=actor, now=NOON)
        with pytest.raises(NotAllowed):
            save_place(place=replace(WAREHOUSE, active=False), actor=actor, now=NOON)
    assert snapshot() == before


def test_a_place_is_read_as_it_was_saved() -> None:
    named = replace(SHOP, address=replace(SHOP.address, name="Boutique de la Croix-Rousse"))
    assert make_place(SHOP) == named
    (line,) = history_of("network.place", "boutique")
    assert (line.action, line.actor_label, line.before, line.after["kind"]) == ("saved", "test", {}, "shop")
    assert OutboxEvent.objects.get().payload == {"place_codes": ["boutique"]}


def test_a_change_tells_what_changed_and_saving_again_changes_nothing() -> None:
    make_place(SHOP)
    closed = replace(SHOP, active=False, priority=3)
    save_place(place=closed, actor=OWNER, now=NOON)
    line = history_of("network.place", "boutique")[0]
    assert (line.before, line.after) == ({"active": True, "priority": 10}, {"active": False, "priority": 3})
    before = snapshot()
    save_place(place=closed, actor=OWNER, now=NOON)
    assert snapshot() == before
    save_place(place=replace(closed, priority=4), actor=OWNER, now=NOON)
    news = OutboxEvent.objects.order_by("id").values_list("name", flat=True)
    assert list(news) == [
        "network.places_changed.1",
        "network.places_changed.1",
        "network.selling_changed.1",
        "network.places_changed.1",
    ]


def test_everything_wrong_is_told_at_once() -> None:
    before = snapshot()
    with pytest.raises(ManyInvalid) as refused:
        save_place(place=replace(SHOP, code="?", address=Address(country="FR")), actor=OWNER, now=NOON)
    assert [error.field for error in refused.value.errors] == ["code", "city", "postal_code", "line1"]
    assert snapshot() == before


def test_the_database_refuses_what_the_rules_forgot() -> None:
    make_place(SHOP)
    with pytest.raises(IntegrityError, match="network_place_kind"):
        PlaceModel.objects.update(kind="castle")


@pytest.mark.django_db(transaction=True)  # within one, what was asked before would be remembered
def test_open_places_come_by_priority(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_place(replace(WAREHOUSE, priority=5))
    make_place(SHOP)
    make_place(replace(SHOP, code="marche", priority=1))
    make_place(replace(SHOP, code="ancienne", priority=0, active=False))
    with django_assert_num_queries(4):
        assert [known.code for known in places()] == ["marche", "entrepot", "boutique"]
        assert [known.code for known in all_places()] == ["ancienne", "marche", "entrepot", "boutique"]
        assert [known.code for known in pickup_places()] == ["marche", "boutique"]
        assert set(places_for({"ancienne", "boutique", "nowhere"})) == {"ancienne", "boutique"}


def test_from_a_quarantine_nothing_is_sold() -> None:
    make_place(WAREHOUSE)
    make_place(QUARANTINE)
    make_place(replace(SHOP, active=False))
    assert [known.code for known in places()] == ["entrepot", "quarantaine"]
    assert [known.code for known in selling_places()] == ["entrepot"]
    before, sold_from = snapshot(), replace(QUARANTINE, offers_pickup=True, territory=("FR",))
    with pytest.raises(ManyInvalid) as refused:
        save_place(place=sold_from, actor=OWNER, now=NOON)
    assert [error.field for error in refused.value.errors] == ["offers_pickup", "territory"]
    assert snapshot() == before


def test_one_place() -> None:
    make_place(replace(SHOP, active=False))
    assert not place("boutique").active
    with pytest.raises(UnknownPlace):
        place("nowhere")


@pytest.mark.django_db(transaction=True)
def test_one_place_opened_by_many_at_once_is_one_place() -> None:
    answers = at_once([partial(save_place, place=SHOP, actor=OWNER, now=NOON) for _ in range(6)])
    assert answers == [None] * 6
    assert len(all_places()) == 1
    assert (HistoryLine.objects.count(), OutboxEvent.objects.count()) == (1, 1)
