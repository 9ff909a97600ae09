from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.accounts.actions import (
    create_api_key,
    create_user,
    revoke_api_key,
    set_password,
    set_roles,
    set_user_active,
    ship_roles,
)
from comptoir.domains.accounts.errors import (
    BadKey,
    BadPattern,
    BeyondOwnReach,
    BeyondOwnRights,
    EmailTaken,
    FieldNeeded,
    LastOwner,
    UnknownApiKey,
    UnknownRole,
    UnknownUser,
    WeakPassword,
)
from comptoir.domains.accounts.models import ApiKey, Role, User
from comptoir.domains.accounts.queries import actor_of_key, actor_of_user, roles, staff_member
from comptoir.domains.accounts.testing import PASSWORD, make_user
from comptoir.domains.accounts.values import ROLES, ApiKeyId, UserId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.emails import BadEmail
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
NOBODY_KNOWN = UserId(UUID("01900000-0000-7000-8000-000000000000"))


def signs_in(email: str, password: str) -> bool:
    return ModelBackend().authenticate(None, username=email, password=password) is not None


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor, user, key: ship_roles(actor=actor, now=NOON),
        lambda actor, user, key: create_user(email="x@halle.example", name="X", roles=["owner"], actor=actor, now=NOON),
        lambda actor, user, key: set_roles(user_id=user, roles=[], actor=actor, now=NOON),
        lambda actor, user, key: set_user_active(user_id=user, active=False, actor=actor, now=NOON),
        lambda actor, user, key: set_password(user_id=user, password=PASSWORD, actor=actor, now=NOON),
        lambda actor, user, key: create_api_key(label="X", scopes=["orders.view"], actor=actor, now=NOON),
        lambda actor, user, key: revoke_api_key(key_id=key, actor=actor, now=NOON),
    ],
)
def test_without_the_permission_nothing_happens(attempt: Callable[..., Any]) -> None:
    user = make_user()
    key, _ = create_api_key(label="ERP", scopes=["orders.view"], actor=OWNER, now=NOON)
    before = snapshot()
    for actor in (NOBODY, anybody("accounts.view", "orders.*")):
        with pytest.raises(NotAllowed):
            attempt(actor, user, key)
    assert snapshot() == before


def test_a_user_is_made_with_roles_and_told_in_the_audit_trail() -> None:
    id = create_user(
        email=" Noémie.Faure@Halle.example ".replace("é", "e"),
        name="  Noémie   Faure ",
        roles=["orders", "support"],
        markets=["fr"],
        language="en",
        actor=OWNER,
        now=NOON,
    )
    member = staff_member(id, actor=OWNER)
    assert (member.email, member.name, member.language) == ("noemie.faure@halle.example", "Noémie Faure", "en")
    assert (member.roles, member.markets, member.active) == (("orders", "support"), frozenset({"fr"}), True)
    (line,) = history_of("accounts.user", id)
    assert (line.action, line.actor_label, line.at, line.before) == ("created", OWNER.label, NOON, {})
    assert line.after == {
        "email": "noemie.faure@halle.example",
        "name": "Noémie Faure",
        "roles": ["orders", "support"],
        "markets": ["fr"],
    }


def test_the_password_signs_in_and_is_nowhere_to_be_read() -> None:
    id = make_user(password=PASSWORD)
    row = User.objects.get(id=id)
    assert row.password.startswith("argon2")
    assert PASSWORD not in str(history_of("accounts.user", id))
    assert signs_in("CAMILLE@halle.example", PASSWORD)
    assert not signs_in("camille@halle.example", "autre chose")


def test_without_a_password_nobody_can_sign_in() -> None:
    id = make_user()
    assert not User.objects.get(id=id).has_usable_password()


def test_a_weak_password_is_refused_with_its_reasons() -> None:
    with pytest.raises(WeakPassword) as refused:
        create_user(email="x@halle.example", name="X", roles=[], password="court", actor=OWNER, now=NOON)
    assert refused.value.field == "password"
    assert len(refused.value.facts["reasons"]) >= 1
    assert refused.value.facts["reason"] in str(refused.value)


def test_an_address_has_one_account_whatever_its_letters() -> None:
    make_user("camille@halle.example")
    before = snapshot()
    with pytest.raises(EmailTaken), transaction.atomic():
        create_user(email="Camille@HALLE.example", name="Autre", roles=[], actor=OWNER, now=NOON)
    assert snapshot() == before


def test_the_database_itself_keeps_addresses_in_one_spelling() -> None:
    with pytest.raises(IntegrityError, match="accounts_user_email_normalised"):
        User.objects.create(id=new_id(), email="Camille@halle.example", name="X", language="fr", created_at=NOON)


@pytest.mark.parametrize(("email", "name", "error"), [("nobody", "X", BadEmail), ("x@y.example", " ", FieldNeeded)])
def test_a_user_needs_an_address_and_a_name(email: str, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        create_user(email=email, name=name, roles=[], actor=OWNER, now=NOON)


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownRole) as refused:
        make_user(roles=["orders", "emperor"])
    assert refused.value.facts["role"] == "emperor"


def test_nobody_gives_more_than_they_have() -> None:
    manager = anybody("accounts.*", "orders.*", *ROLES["support"].patterns, markets=frozenset({"fr"}))
    make_user()
    create_user(email="a@halle.example", name="A", roles=["support"], markets=["fr"], actor=manager, now=NOON)
    for more in ({"roles": ["owner"], "markets": ["fr"]}, {"roles": ["support"], "markets": None}):
        with pytest.raises(BeyondOwnRights), transaction.atomic():
            create_user(email="b@halle.example", name="B", actor=manager, now=NOON, **more)
    with pytest.raises(BeyondOwnRights):
        create_api_key(label="K", scopes=["*"], markets=["fr"], actor=manager, now=NOON)


def test_nobody_has_a_say_over_people_and_keys_of_other_markets() -> None:
    make_user()
    manager = anybody("*", markets=frozenset({"fr"}))
    mine = make_user("a@halle.example", roles=["orders"], markets=["fr"])
    others = [make_user("b@halle.example", roles=["orders"], markets=["fr", "be"]), make_user("c@halle.example")]
    key_id, _ = create_api_key(label="K", scopes=["orders.view"], actor=OWNER, now=NOON)
    before = snapshot()
    for other in others:
        for act in (
            partial(set_roles, roles=["orders"], markets=["fr"]),
            partial(set_user_active, active=False),
            partial(set_password, password=PASSWORD),
        ):
            with pytest.raises(BeyondOwnReach), transaction.atomic():
                act(user_id=other, actor=manager, now=NOON)
    with pytest.raises(BeyondOwnReach), transaction.atomic():
        revoke_api_key(key_id=key_id, actor=manager, now=NOON)
    assert snapshot() == before
    set_user_active(user_id=mine, active=False, actor=manager, now=NOON)
    assert not staff_member(mine, actor=OWNER).active


def test_roles_are_set_as_a_whole() -> None:
    make_user()
    id = make_user("noe@halle.example", roles=["orders"])
    set_roles(user_id=id, roles=["warehouse"], markets=["fr"], actor=OWNER, now=NOON)
    member = staff_member(id, actor=OWNER)
    assert (member.roles, member.markets) == (("warehouse",), frozenset({"fr"}))
    line = history_of("accounts.user", id)[0]
    assert (line.action, line.before) == ("roles_set", {"roles": ["orders"], "markets": None})
    assert line.after == {"roles": ["warehouse"], "markets": ["fr"]}


def test_the_last_owner_stays() -> None:
    last = make_user()
    gone = make_user("noe@halle.example")
    set_user_active(user_id=gone, active=False, actor=OWNER, now=NOON)
    before = snapshot()
    for attempt in (
        lambda: set_roles(user_id=last, roles=["orders"], actor=OWNER, now=NOON),
        lambda: set_roles(user_id=last, roles=["owner"], markets=["fr"], actor=OWNER, now=NOON),
        lambda: set_user_active(user_id=last, active=False, actor=OWNER, now=NOON),
    ):
        with pytest.raises(LastOwner), transaction.atomic():
            attempt()
    assert snapshot() == before


def test_whoever_left_has_no_rights_and_may_come_back() -> None:
    make_user()
    id = make_user("noe@halle.example", roles=["orders"], password=PASSWORD)
    set_user_active(user_id=id, active=False, actor=OWNER, now=NOON)
    with pytest.raises(UnknownUser):
        actor_of_user(id)
    assert not signs_in("noe@halle.example", PASSWORD)
    set_user_active(user_id=id, active=True, actor=OWNER, now=NOON)
    set_user_active(user_id=id, active=True, actor=OWNER, now=NOON)
    assert actor_of_user(id).label == "Camille Roux"
    assert [line.action for line in history_of("accounts.user", id)] == ["activated", "deactivated", "created"]


def test_a_password_can_be_set() -> None:
    id = make_user()
    set_password(user_id=id, password=PASSWORD, actor=OWNER, now=NOON)
    assert signs_in("camille@halle.example", PASSWORD)
    assert history_of("accounts.user", id)[0].action == "password_set"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: set_roles(user_id=NOBODY_KNOWN, roles=[], actor=OWNER, now=NOON),
        lambda: set_user_active(user_id=NOBODY_KNOWN, active=False, actor=OWNER, now=NOON),
        lambda: set_password(user_id=NOBODY_KNOWN, password=PASSWORD, actor=OWNER, now=NOON),
    ],
)
def test_somebody_unknown(attempt: Callable[[], None]) -> None:
    make_user()
    with pytest.raises(UnknownUser):
        attempt()


def test_presets_are_kept_as_shipped_and_custom_roles_stay() -> None:
    assert ship_roles(actor=OWNER, now=NOON) == len(ROLES)
    assert ship_roles(actor=OWNER, now=NOON) == 0
    Role.objects.filter(code="orders").update(patterns=["*"])
    Role.objects.create(code="florist", name={"fr": "Fleuriste"}, patterns=["catalogue.view"])
    assert ship_roles(actor=OWNER, now=NOON) == 1
    shipped = {role.code: role for role in roles(actor=OWNER)}
    assert shipped["orders"].patterns == ROLES["orders"].patterns
    assert not shipped["florist"].preset
    assert len(history_of("accounts.role", "orders")) == 2


def test_a_key_is_shown_once_and_kept_as_a_digest() -> None:
    id, secret = create_api_key(label=" ERP ", scopes={"inventory.adjust", "orders.*"}, actor=OWNER, now=NOON)
    row = ApiKey.objects.get(id=id)
    assert secret.startswith(f"ck_{row.prefix}_")
    assert secret not in str(vars(row))
    assert (row.label, row.scopes, row.created_by) == ("ERP", ["inventory.adjust", "orders.*"], OWNER.label)
    (line,) = history_of("accounts.apikey", id)
    assert (line.action, line.after["scopes"]) == ("created", ["inventory.adjust", "orders.*"])
    assert secret not in str(line)


def test_a_revoked_key_opens_nothing() -> None:
    id, secret = create_api_key(label="ERP", scopes=["orders.*"], actor=OWNER, now=NOON)
    revoke_api_key(key_id=id, actor=OWNER, now=NOON)
    revoke_api_key(key_id=id, actor=OWNER, now=NOON)
    with pytest.raises(BadKey):
        actor_of_key(secret, now=NOON)
    assert [line.action for line in history_of("accounts.apikey", id)] == ["revoked", "created"]


def test_keys_need_a_label_and_scopes_that_are_permissions() -> None:
    for label, scopes in ((" ", ["orders.view"]), ("ERP", [])):
        with pytest.raises(FieldNeeded):
            create_api_key(label=label, scopes=scopes, actor=OWNER, now=NOON)
    with pytest.raises(BadPattern):
        create_api_key(label="ERP", scopes=["everything"], actor=OWNER, now=NOON)
    with pytest.raises(UnknownApiKey):
        revoke_api_key(key_id=ApiKeyId(new_id()), actor=OWNER, now=NOON)


def test_making_a_user_costs_few_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_user()
    with django_assert_num_queries(5):  # user, presets, roles, their gift, history
        make_user("noe@halle.example", roles=["orders", "support"])
