from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.accounts.actions import create_api_key, set_user_active
from comptoir.domains.accounts.errors import BadKey, UnknownUser
from comptoir.domains.accounts.models import ApiKey
from comptoir.domains.accounts.queries import (
    actor_of_key,
    actor_of_user,
    api_keys,
    has_password,
    has_staff,
    roles,
    staff,
    staff_member,
)
from comptoir.domains.accounts.testing import PASSWORD, make_api_key, make_user
from comptoir.domains.accounts.values import ROLES, UserId
from comptoir.kernel.access import ActorKind, NotAllowed, Permission
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

pytestmark = pytest.mark.django_db


def test_an_actor_holds_all_patterns_of_all_roles(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    id = make_user(roles=["warehouse", "readonly"], markets=["fr"])
    with django_assert_num_queries(1):
        actor = actor_of_user(id)
    assert (actor.kind, actor.id, actor.label) == (ActorKind.PERSON, str(id), "Camille Roux")
    assert actor.permissions == ROLES["warehouse"].patterns | {"*.view"}
    assert actor.can(Permission("inventory.adjust"), market="fr")
    assert not actor.can(Permission("inventory.adjust"), market="de")
    assert not actor.can(Permission("orders.cancel"))


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        ("owner", {"edit", "hold", "note", "return"}),
        ("orders", {"edit", "hold", "note", "return"}),
        ("warehouse", {"hold", "note"}),
        ("support", set()),
        ("readonly", set()),
    ],
)
def test_who_may_change_hold_and_annotate_orders(role: str, verbs: set[str]) -> None:
    actor = actor_of_user(make_user(roles=[role]))
    assert {verb for verb in ("edit", "hold", "note", "return") if actor.can(Permission(f"orders.{verb}"))} == verbs


def test_without_roles_an_actor_may_do_nothing() -> None:
    actor = actor_of_user(make_user(roles=[]))
    assert actor.permissions == frozenset()
    assert actor.markets is None


def test_nobody_is_no_actor() -> None:
    with pytest.raises(UnknownUser):
        actor_of_user(UserId(new_id()))


def test_a_key_acts_with_its_scopes_in_its_markets(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    id, secret = create_api_key(label="ERP", scopes=["inventory.adjust"], markets=["fr"], actor=OWNER, now=NOON)
    with django_assert_num_queries(1):
        actor = actor_of_key(secret, now=NOON)
    assert (actor.kind, actor.id, actor.label) == (ActorKind.KEY, str(id), "ERP")
    assert (actor.permissions, actor.markets) == (frozenset({"inventory.adjust"}), frozenset({"fr"}))


@pytest.mark.parametrize("wrong", ["", "ck_", "nonsense", "ck_0000000000_" + "a" * 43])
def test_a_wrong_key_is_one_error_whatever_is_wrong(wrong: str) -> None:
    make_api_key("orders.view")
    with pytest.raises(BadKey):
        actor_of_key(wrong, now=NOON)


def test_the_right_prefix_with_a_wrong_secret_opens_nothing_and_leaves_no_trace() -> None:
    secret = make_api_key("orders.view")
    wrong = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    with pytest.raises(BadKey):
        actor_of_key(wrong, now=NOON)
    assert ApiKey.objects.get().last_used_at is None


def test_use_is_noted_once_a_minute() -> None:
    secret = make_api_key("orders.view")
    noted = []
    for seconds in (0, 30, 59, 60, 61, 121):
        actor_of_key(secret, now=NOON + timedelta(seconds=seconds))
        noted.append(ApiKey.objects.get().last_used_at)
    assert noted == [NOON + timedelta(seconds=seconds) for seconds in (0, 0, 0, 60, 60, 121)]


def test_the_staff_list(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert not has_staff()
    owner = make_user(name="Zoé Roux")
    left = make_user("abel@halle.example", name="abel Martin", roles=["orders", "support"], markets=["fr"])
    set_user_active(user_id=left, active=False, actor=OWNER, now=NOON)
    assert has_staff()
    with django_assert_num_queries(1):
        first, second = staff(actor=anybody("accounts.view"))
    assert (first.id, first.roles, first.markets, first.active) == (
        left,
        ("orders", "support"),
        frozenset({"fr"}),
        False,
    )
    assert (second.id, second.roles, second.markets, second.active) == (owner, ("owner",), None, True)
    assert staff_member(owner, actor=OWNER) == second


def test_roles_and_keys_are_listed(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_user()
    make_api_key("orders.view")
    make_api_key("inventory.*", markets=["fr"])
    with django_assert_num_queries(2):
        presets, keys = roles(actor=OWNER), api_keys(actor=OWNER)
    assert {role.code for role in presets} == set(ROLES)
    assert all(role.preset for role in presets)
    assert [(key.scopes, key.markets) for key in keys] == [
        (frozenset({"inventory.*"}), frozenset({"fr"})),
        (frozenset({"orders.view"}), None),
    ]


def test_a_password_everybody_knows_is_found() -> None:
    id = make_user(password=PASSWORD)
    make_user("noe@halle.example")
    assert has_password("Camille@halle.example", PASSWORD)
    assert not has_password("camille@halle.example", "autre chose")
    assert not has_password("noe@halle.example", PASSWORD)
    assert not has_password("nobody@halle.example", PASSWORD)
    set_user_active(user_id=id, active=False, actor=OWNER, now=NOON)
    assert not has_password("camille@halle.example", PASSWORD)


@pytest.mark.parametrize("ask", [staff, roles, api_keys])
def test_lists_are_for_those_who_may_see_them(ask: Callable[..., Any]) -> None:
    with pytest.raises(NotAllowed):
        ask(actor=NOBODY)
    with pytest.raises(NotAllowed):
        staff_member(UserId(new_id()), actor=NOBODY)
