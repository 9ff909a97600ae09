"""What others may ask of accounts."""

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password

from comptoir.domains.accounts.errors import BadKey, UnknownUser
from comptoir.domains.accounts.models import ApiKey as ApiKeyModel
from comptoir.domains.accounts.models import Role as RoleModel
from comptoir.domains.accounts.models import User as UserModel
from comptoir.domains.accounts.permissions import ACCOUNTS_VIEW
from comptoir.domains.accounts.rules import key_prefix
from comptoir.domains.accounts.values import ApiKey, ApiKeyId, Role, StaffMember, UserId
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind
from comptoir.kernel.sql import fetch

_NOTE_USE_EVERY = timedelta(minutes=1)


def actor_of_user(user_id: UserId) -> Actor:
    """The person with everything they may do. One statement.

    :raises UnknownUser: when there is nobody of that id, or they no longer work here.
    """
    rows = fetch(
        """SELECT coalesce(nullif(u.name, ''), u.email), u.markets,
                  (SELECT array_agg(pattern) FROM accounts_userrole AS held
                     JOIN accounts_role AS role ON role.code = held.role_id, unnest(role.patterns) AS pattern
                    WHERE held.user_id = u.id)
             FROM accounts_user AS u WHERE u.id = %s AND u.is_active""",
        [user_id],
    )
    if not rows:
        raise UnknownUser(id=str(user_id))
    label, markets, patterns = rows[0]
    return Actor(ActorKind.PERSON, str(user_id), label, frozenset(patterns or ()), _scope(markets))


def actor_of_key(secret: str, *, now: datetime) -> Actor:
    """The machine that holds the key, with everything it may do. One statement.

    That statement also notes the use, once a minute at most: a busy key must not turn every request into a write.

    :raises BadKey: when the key is malformed, unknown or revoked.
    """
    prefix = key_prefix(secret)
    if prefix is None:
        raise BadKey
    digest = hashlib.sha256(secret.encode()).hexdigest()
    rows = fetch(
        """WITH known AS (SELECT id, label, sha256, scopes, markets FROM accounts_apikey
                           WHERE prefix = %(prefix)s AND revoked_at IS NULL),
                noted AS (UPDATE accounts_apikey AS key SET last_used_at = %(now)s FROM known
                           WHERE key.id = known.id AND key.sha256 = %(digest)s
                             AND (key.last_used_at IS NULL OR key.last_used_at <= %(before)s))
           SELECT id, label, sha256, scopes, markets FROM known""",
        {"prefix": prefix, "digest": digest, "now": now, "before": now - _NOTE_USE_EVERY},
    )
    # In constant time, and against something even when there is nothing: a stranger learns nothing from delays.
    expected = rows[0][2] if rows else "0" * 64
    if not hmac.compare_digest(expected, digest):
        raise BadKey
    id, label, _, scopes, markets = rows[0]
    return Actor(ActorKind.KEY, str(id), label, frozenset(scopes), _scope(markets))


def _scope(markets: list[str] | None) -> frozenset[str] | None:
    return ALL_MARKETS if markets is None else frozenset(markets)


def staff(*, actor: Actor) -> tuple[StaffMember, ...]:
    """Everybody with an account, those who left included, by name."""
    actor.must(ACCOUNTS_VIEW)
    return tuple(map(_member, fetch(f"{_MEMBERS} ORDER BY lower(u.name), u.email")))


def staff_member(user_id: UserId, *, actor: Actor) -> StaffMember:
    """One of them.

    :raises UnknownUser: when there is nobody of that id.
    """
    actor.must(ACCOUNTS_VIEW)
    rows = fetch(f"{_MEMBERS} WHERE u.id = %s", [user_id])
    if not rows:
        raise UnknownUser(id=str(user_id))
    return _member(rows[0])


_MEMBERS = """SELECT u.id, u.email, u.name, u.language, u.is_active, u.markets, u.created_at, u.last_login,
                     ARRAY(SELECT role_id FROM accounts_userrole WHERE user_id = u.id ORDER BY role_id)
                FROM accounts_user AS u"""


def _member(
    row: tuple[UUID, str, str, str, bool, list[str] | None, datetime, datetime | None, list[str]],
) -> StaffMember:
    id, email, name, language, active, markets, created_at, last_login, roles = row
    return StaffMember(
        id=UserId(id),
        email=email,
        name=name,
        language=language,
        active=active,
        roles=tuple(roles),
        markets=_scope(markets),
        created_at=created_at,
        last_login=last_login,
    )


def roles(*, actor: Actor) -> tuple[Role, ...]:
    """All roles, presets first."""
    actor.must(ACCOUNTS_VIEW)
    rows = RoleModel.objects.order_by("-preset", "code")
    return tuple(
        Role(code=row.code, name=row.name, patterns=frozenset(row.patterns), preset=row.preset) for row in rows
    )


def api_keys(*, actor: Actor) -> tuple[ApiKey, ...]:
    """All API keys without their secrets, revoked ones included, newest first."""
    actor.must(ACCOUNTS_VIEW)
    return tuple(
        ApiKey(
            id=ApiKeyId(row.id),
            label=row.label,
            prefix=row.prefix,
            scopes=frozenset(row.scopes),
            markets=_scope(row.markets),
            created_at=row.created_at,
            created_by=row.created_by,
            revoked_at=row.revoked_at,
            last_used_at=row.last_used_at,
        )
        for row in ApiKeyModel.objects.order_by("-id")
    )


def has_password(email: str, password: str) -> bool:
    """Whether somebody active signs in with that very password: to find accounts left with a password everybody knows.

    Takes a tenth of a second, as every check of a password does. It is no way to sign in: nothing here counts attempts.
    """
    people = UserModel.objects.filter(email=email.strip().lower(), is_active=True)
    hashed = people.values_list("password", flat=True).first()
    return hashed is not None and check_password(password, hashed)


def has_staff() -> bool:
    """Whether anybody has an account yet: before that, the first visitor of the back office is led to the set-up."""
    return bool(fetch("SELECT FROM accounts_user LIMIT 1"))
