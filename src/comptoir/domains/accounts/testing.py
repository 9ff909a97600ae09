"""Staff and keys for tests of this and other domains."""

from collections.abc import Collection
from datetime import UTC, datetime

from comptoir.domains.accounts.actions import create_api_key, create_user
from comptoir.domains.accounts.models import User
from comptoir.domains.accounts.values import OWNER, UserId
from comptoir.kernel.access import job_actor

PASSWORD = "une phrase de passe assez longue"
_WHEN = datetime(2026, 1, 5, 9, tzinfo=UTC)


def make_user(
    email: str = "camille@halle.example",
    *,
    roles: Collection[str] = (OWNER,),
    name: str = "Camille Roux",
    password: str | None = None,
    markets: Collection[str] | None = None,
    now: datetime = _WHEN,
) -> UserId:
    """Somebody who works here, an owner unless told otherwise. Without a password it takes no time."""
    return create_user(
        email=email, name=name, roles=roles, password=password, markets=markets, actor=job_actor("test"), now=now
    )


def user_row(user_id: UserId) -> User:
    """The row that Django's sign-in works with."""
    return User.objects.get(pk=user_id)


def make_api_key(*scopes: str, markets: Collection[str] | None = None, now: datetime = _WHEN) -> str:
    """The secret of a key with these scopes."""
    _, secret = create_api_key(label="Test", scopes=scopes, markets=markets, actor=job_actor("test"), now=now)
    return secret
