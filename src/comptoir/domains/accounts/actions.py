import hashlib
import secrets
import string
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from comptoir.domains.accounts.errors import (
    EmailTaken,
    FieldNeeded,
    LastOwner,
    UnknownApiKey,
    UnknownRole,
    UnknownUser,
    WeakPassword,
)
from comptoir.domains.accounts.models import ApiKey as ApiKeyModel
from comptoir.domains.accounts.models import Role as RoleModel
from comptoir.domains.accounts.models import User as UserModel
from comptoir.domains.accounts.models import UserRole
from comptoir.domains.accounts.permissions import ACCOUNTS_MANAGE
from comptoir.domains.accounts.rules import check_gift, check_patterns, check_reach
from comptoir.domains.accounts.values import KEY_MARK, OWNER, ROLES, ApiKeyId, UserId
from comptoir.kernel.access import Actor
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb

_PREFIX_LETTERS = string.digits + string.ascii_lowercase
_SECRET_LETTERS = string.digits + string.ascii_letters  # 43 of 62 letters: 256 bits


def ship_roles(*, actor: Actor, now: datetime) -> int:
    """Write the role presets as this version ships them, and return how many that changed. Custom roles stay."""
    actor.must(ACCOUNTS_MANAGE)
    with transaction.atomic(savepoint=False):
        changed = _ship_roles()
        for code in changed:
            _tell("role_shipped", "accounts.role", code, actor, now, after={"patterns": sorted(ROLES[code].patterns)})
    return len(changed)


def _ship_roles() -> list[str]:
    presets = sorted(ROLES.values(), key=lambda preset: preset.code)
    rows = fetch(
        """INSERT INTO accounts_role AS known (code, name, patterns, preset)
           SELECT code, name, ARRAY(SELECT jsonb_array_elements_text(patterns)), TRUE
             FROM unnest(%s::text[], %s::jsonb[], %s::jsonb[]) AS shipped(code, name, patterns)
           ON CONFLICT (code) DO UPDATE SET name = excluded.name, patterns = excluded.patterns, preset = TRUE
            WHERE (known.name, known.patterns, known.preset) IS DISTINCT FROM (excluded.name, excluded.patterns, TRUE)
        RETURNING code""",
        [
            [preset.code for preset in presets],
            [jsonb(preset.name) for preset in presets],
            [jsonb(sorted(preset.patterns)) for preset in presets],
        ],
    )
    return [code for (code,) in rows]


def create_user(
    *,
    email: str,
    name: str,
    roles: Collection[str],
    password: str | None = None,
    language: str = "fr",
    markets: Collection[str] | None = None,
    actor: Actor,
    now: datetime,
) -> UserId:
    """Make an account for somebody who works here. Without a password they set one by the mail of a password reset.

    ``markets`` None: all of them.

    :raises BadEmail: (``FieldNeeded``, ``WeakPassword``) for what cannot be taken.
    :raises EmailTaken: when the address has an account, whatever its letters.
    :raises UnknownRole: for a role that does not exist.
    :raises BeyondOwnRights: when the actor would give away more than they have.
    """
    actor.must(ACCOUNTS_MANAGE)
    normal, name = normalised_email(email), " ".join(name.split())
    if not name:
        raise FieldNeeded(field="name")
    user_id = UserId(new_id())
    # Outside the transaction: hashing takes a tenth of a second on purpose.
    hashed = _hashed(password, UserModel(id=user_id, email=normal, name=name))
    with transaction.atomic(savepoint=False):
        if not execute(
            """INSERT INTO accounts_user (id, email, name, language, markets, is_active, created_at, password)
               VALUES (%s, %s, %s, %s, %s, TRUE, %s, %s) ON CONFLICT (email) DO NOTHING""",
            [user_id, normal, name, language, _sorted(markets), now, hashed],
        ):
            raise EmailTaken(field="email")
        _give(user_id, roles, markets, actor)
        after = {"email": normal, "name": name, "roles": sorted(roles), "markets": _sorted(markets)}
        _tell("created", "accounts.user", user_id, actor, now, after=after)
    return user_id


def set_roles(
    *, user_id: UserId, roles: Collection[str], markets: Collection[str] | None = None, actor: Actor, now: datetime
) -> None:
    """Give somebody exactly these roles, in these markets (None: all of them).

    :raises UnknownUser: (or ``UnknownRole``) for what does not exist.
    :raises BeyondOwnRights: when the actor would give away more than they have.
    :raises BeyondOwnReach: for somebody who works in more markets than the actor.
    :raises LastOwner: when no active owner would be left.
    """
    actor.must(ACCOUNTS_MANAGE)
    with transaction.atomic(savepoint=False):
        user = _locked(user_id, actor)
        before = sorted(UserRole.objects.filter(user_id=user_id).values_list("role_id", flat=True))
        UserRole.objects.filter(user_id=user_id).delete()
        _give(user_id, roles, markets, actor)
        UserModel.objects.filter(id=user_id).update(markets=_sorted(markets))
        _keep_an_owner()
        _tell(
            "roles_set",
            "accounts.user",
            user_id,
            actor,
            now,
            before={"roles": before, "markets": user.markets},
            after={"roles": sorted(roles), "markets": _sorted(markets)},
        )


def set_user_active(*, user_id: UserId, active: bool, actor: Actor, now: datetime) -> None:
    """Let somebody in again, or no longer; whoever is signed in is out with their next click.

    :raises UnknownUser: when there is nobody of that id.
    :raises LastOwner: when no active owner would be left.
    :raises BeyondOwnReach: for somebody who works in more markets than the actor.
    """
    actor.must(ACCOUNTS_MANAGE)
    with transaction.atomic(savepoint=False):
        user = _locked(user_id, actor)
        if user.is_active == active:
            return
        UserModel.objects.filter(id=user_id).update(is_active=active)
        _keep_an_owner()
        _tell(
            "activated" if active else "deactivated",
            "accounts.user",
            user_id,
            actor,
            now,
            before={"active": user.is_active},
            after={"active": active},
        )


def set_password(*, user_id: UserId, password: str, actor: Actor, now: datetime) -> None:
    """Set somebody's password, as the command line does when nobody can sign in. Every session of theirs ends.

    :raises UnknownUser: when there is nobody of that id.
    :raises BeyondOwnReach: for somebody who works in more markets than the actor.
    :raises WeakPassword: with what is wrong about it.
    """
    actor.must(ACCOUNTS_MANAGE)
    user = UserModel.objects.filter(id=user_id).first()
    if user is None:
        raise UnknownUser(id=str(user_id))
    check_reach(user.markets, held_markets=actor.markets)
    hashed = _hashed(password, user)
    with transaction.atomic(savepoint=False):
        UserModel.objects.filter(id=user_id).update(password=hashed)
        _tell("password_set", "accounts.user", user_id, actor, now)


def create_api_key(
    *, label: str, scopes: Collection[str], markets: Collection[str] | None = None, actor: Actor, now: datetime
) -> tuple[ApiKeyId, str]:
    """Make a machine's key and return its id and its secret, which is shown this once and kept nowhere.

    :raises FieldNeeded: without a label or any scope.
    :raises BadPattern: for a scope that is no permission.
    :raises BeyondOwnRights: when the actor would give away more than they have.
    """
    actor.must(ACCOUNTS_MANAGE)
    label = " ".join(label.split())
    if not label or not scopes:
        raise FieldNeeded(field="scopes" if label else "label")
    check_patterns(scopes)
    check_gift(scopes, markets, held=actor.permissions, held_markets=actor.markets)
    key_id = ApiKeyId(new_id())
    prefix = "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(10))
    secret = f"{KEY_MARK}_{prefix}_{''.join(secrets.choice(_SECRET_LETTERS) for _ in range(43))}"
    with transaction.atomic(savepoint=False):
        ApiKeyModel.objects.create(
            id=key_id,
            label=label,
            prefix=prefix,
            sha256=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=sorted(scopes),
            markets=_sorted(markets),
            created_at=now,
            created_by=actor.label,
        )
        after = {"label": label, "prefix": prefix, "scopes": sorted(scopes), "markets": _sorted(markets)}
        _tell("created", "accounts.apikey", key_id, actor, now, after=after)
    return key_id, secret


def revoke_api_key(*, key_id: ApiKeyId, actor: Actor, now: datetime) -> None:
    """End a key at once and for good. Doing it again changes nothing.

    :raises UnknownApiKey: when there is none of that id.
    :raises BeyondOwnReach: for a key to more markets than the actor works in.
    """
    actor.must(ACCOUNTS_MANAGE)
    with transaction.atomic(savepoint=False):
        key = ApiKeyModel.objects.filter(id=key_id).first()
        if key is None:
            raise UnknownApiKey(id=str(key_id))
        check_reach(key.markets, held_markets=actor.markets)
        if ApiKeyModel.objects.filter(id=key_id, revoked_at=None).update(revoked_at=now):
            _tell("revoked", "accounts.apikey", key_id, actor, now)


def _hashed(password: str | None, user: UserModel) -> str:
    if password is None:
        return make_password(None)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(field="password", reason=" ".join(error.messages), reasons=error.messages) from None
    return make_password(password)


def _give(user_id: UserId, codes: Collection[str], markets: Collection[str] | None, actor: Actor) -> None:
    _ship_roles()
    known = {role.code: role for role in RoleModel.objects.filter(code__in=codes)}
    if missing := set(codes) - set(known):
        raise UnknownRole(field="roles", role=min(missing))
    patterns = {pattern for role in known.values() for pattern in role.patterns}
    check_gift(patterns, markets, held=actor.permissions, held_markets=actor.markets)
    UserRole.objects.bulk_create([UserRole(user_id=user_id, role_id=code) for code in sorted(known)])


def _locked(user_id: UserId, actor: Actor) -> UserModel:
    """The account, while nobody else changes who is an owner: two owners may each send the other away only in turn."""
    _ship_roles()
    RoleModel.objects.select_for_update().get(code=OWNER)
    user = UserModel.objects.filter(id=user_id).first()
    if user is None:
        raise UnknownUser(id=str(user_id))
    check_reach(user.markets, held_markets=actor.markets)
    return user


def _keep_an_owner() -> None:
    owners = UserRole.objects.filter(role_id=OWNER, user__is_active=True, user__markets=None)
    if not owners.exists():
        raise LastOwner


def _sorted(markets: Collection[str] | None) -> list[str] | None:
    return None if markets is None else sorted(markets)


def _tell(
    action: str,
    subject_type: str,
    subject_id: object,
    actor: Actor,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        actor=actor,
        now=now,
        before=before,
        after=after,
    )
