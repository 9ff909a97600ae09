from dataclasses import replace
from typing import Any

import pytest
from django.db.transaction import atomic

from comptoir.domains.payments import queries
from comptoir.domains.payments.actions import enable_payment_method, open_payment, save_payment_method
from comptoir.domains.payments.errors import BadMethod, MethodNotOffered, UnknownProvider
from comptoir.domains.payments.permissions import PAYMENTS_CONFIGURE, PAYMENTS_VIEW
from comptoir.domains.payments.testing import make_method
from comptoir.domains.payments.values import METHOD_PRESETS, STORED_VALUE, preset_method
from comptoir.kernel import ports
from comptoir.kernel.access import NotAllowed, job_actor
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, anybody

pytestmark = pytest.mark.django_db
ACTOR = job_actor("test")


def save(method, actor=ACTOR):
    save_payment_method(method=method, actor=actor, now=NOON)


def told():
    return OutboxEvent.objects.filter(name="payments.methods_changed.1").count()


def test_methods_come_in_the_merchants_order():
    simulator = make_method()
    transfer = replace(make_method(provider="transfer"), position=0)
    save(transfer)
    assert queries.methods("fr") == (transfer, simulator)
    assert queries.methods("de") == ()


def test_a_method_is_switched_off_and_on():
    method = make_method()
    enable_payment_method(market="fr", code=method.code, enabled=False, actor=ACTOR, now=NOON)
    assert queries.methods("fr") == (replace(method, enabled=False),)
    assert queries.offered_methods("fr") == ()
    with pytest.raises(MethodNotOffered):
        queries.offered_method("fr", method.code)
    enable_payment_method(market="fr", code=method.code, enabled=True, actor=ACTOR, now=NOON)
    assert queries.offered_method("fr", method.code) == method
    with pytest.raises(MethodNotOffered), atomic():
        enable_payment_method(market="fr", code="cheque", enabled=True, actor=ACTOR, now=NOON)


def test_every_change_is_told_and_remembered_and_no_change_is_not():
    method = make_method()
    save(method)
    enable_payment_method(market="fr", code=method.code, enabled=True, actor=ACTOR, now=NOON)
    assert told() == 1
    save(replace(method, hold_minutes=45))
    assert told() == 2
    changed, created = history_of("payments.paymentmethod", f"fr/{method.code}")
    assert (changed.action, changed.before, changed.after) == ("changed", {"hold_minutes": 30}, {"hold_minutes": 45})
    assert created.action == "created"


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"provider": "piggybank"}, UnknownProvider, "provider"),
        ({"code": ""}, BadMethod, "code"),
        ({"labels": {"fr": ""}}, BadMethod, "labels"),
        ({"hold_minutes": 0}, BadMethod, "hold_minutes"),
        ({"hold_minutes": 10**6}, BadMethod, "hold_minutes"),
    ],
)
def test_a_method_that_makes_no_sense_is_refused(wrong, error, field):
    method = make_method()
    with pytest.raises(error) as refused, atomic():
        save(replace(method, **wrong))
    assert refused.value.field == field
    assert queries.methods("fr") == (method,)


def test_refused_without_permission():
    method = make_method()
    for actor in (anybody(PAYMENTS_VIEW), anybody(PAYMENTS_CONFIGURE, markets=frozenset({"de"}))):
        with pytest.raises(NotAllowed), atomic():
            save(replace(method, position=9), actor)
        with pytest.raises(NotAllowed), atomic():
            enable_payment_method(market="fr", code=method.code, enabled=False, actor=actor, now=NOON)
    assert queries.methods("fr") == (method,)


def test_there_is_a_preset_for_every_provider_installed():
    assert set(METHOD_PRESETS) == set(ports.kinds("payments"))
    for preset in METHOD_PRESETS.values():
        assert set(preset.labels) == set(preset.instructions) == {"fr", "en"}


def test_what_comes_back_pays_by_a_method_that_nobody_need_offer():
    assert queries.swap_method("fr") == preset_method(STORED_VALUE, market="fr", position=0)
    switched_off = make_method(provider=STORED_VALUE, enabled=False)
    assert queries.swap_method("fr") == switched_off
    wanted: dict[str, Any] = {
        "order_id": new_id(),
        "market": "fr",
        "amount": Money(100, "EUR"),
        "actor": ACTOR,
        "now": NOON,
    }
    with pytest.raises(MethodNotOffered), atomic():
        open_payment(method=switched_off.code, **wanted)
    assert open_payment(method=switched_off, **wanted).method == switched_off.code
