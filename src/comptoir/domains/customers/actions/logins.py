"""Passwords, and browsers that are signed in."""

import secrets
from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.domains.customers.errors import LastWayIn, SignInRefused, WeakPassword
from comptoir.domains.customers.events import LoginChanged
from comptoir.domains.customers.permissions import CUSTOMERS_OWN, CUSTOMERS_SIGN_IN
from comptoir.domains.customers.rules import MOST_PASSWORD, secret_hash, tidy
from comptoir.domains.customers.values import LoginId, NewSession, SessionId
from comptoir.kernel.access import Actor
from comptoir.kernel.emails import BadEmail, normalised_email
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch

_MOST_DEVICE = 200


@cache
def _nobodys() -> str:
    """What is compared with where there is no account: a stranger must not learn from the clock that there is none."""
    return make_password(secrets.token_urlsafe())


def hashed(password: str, *, email: str) -> str:
    """:raises WeakPassword: when it cannot be taken."""
    try:
        validate_password(password)
    except ValidationError as error:
        raise WeakPassword(field="password", reason=" ".join(error.messages)) from None
    if len(password) > MOST_PASSWORD:
        raise WeakPassword(field="password", reason=_("It is too long."))
    name = email.partition("@")[0].lower()
    if len(name) > 3 and name in password.lower():
        raise WeakPassword(field="password", reason=_("It contains your e-mail address."))
    return make_password(password)


def prove_password(*, email: str, password: str, actor: Actor, now: datetime) -> LoginId:
    """Whose account that address and password open. Takes as long for an address that has none.

    Whoever lets strangers try limits how often.

    :raises SignInRefused: when they open none.
    """
    actor.must(CUSTOMERS_SIGN_IN)
    try:
        normal = normalised_email(email)
    except BadEmail:
        normal = ""
    rows = fetch("SELECT id, password FROM customers_login WHERE email_normalised = %s", [normal])
    id, kept = rows[0] if rows else (None, "")
    fits = check_password(password[: MOST_PASSWORD + 1], kept or _nobodys())
    if id is None or not kept or not fits:
        raise SignInRefused(field="password")
    return LoginId(id)


def open_session(*, login_id: LoginId, device: str, actor: Actor, now: datetime) -> NewSession:
    """Sign a browser in. The caller has proven that it is theirs.

    :raises SignInRefused: when the account was deleted meanwhile.
    """
    actor.must(CUSTOMERS_SIGN_IN)
    made = NewSession(id=SessionId(new_id()), login_id=login_id, secret=secrets.token_urlsafe(32))
    opened = execute(
        """INSERT INTO customers_session (id, login_id, secret_hash, device, created_at, seen_at)
           SELECT %s, id, %s, %s, %s, %s FROM customers_login WHERE id = %s FOR KEY SHARE""",
        [made.id, secret_hash(made.secret), tidy(device)[:_MOST_DEVICE], now, now, login_id],
    )
    if not opened:
        raise SignInRefused(field="password")
    return made


def touch_session(*, session_id: SessionId, actor: Actor, now: datetime) -> None:
    """It was seen: it is kept for as long again."""
    actor.must(CUSTOMERS_OWN)
    execute("UPDATE customers_session SET seen_at = %s WHERE id = %s AND seen_at < %s", [now, session_id, now])


def close_session(*, login_id: LoginId, session_id: SessionId, actor: Actor, now: datetime) -> None:
    """Sign a browser out; saying it twice changes nothing."""
    actor.must(CUSTOMERS_OWN)
    execute("DELETE FROM customers_session WHERE id = %s AND login_id = %s", [session_id, login_id])


def close_other_sessions(*, login_id: LoginId, kept: SessionId | None, actor: Actor, now: datetime) -> int:
    """Sign out everywhere but here (``kept``; None: here too); returns how many were."""
    actor.must(CUSTOMERS_OWN)
    return execute("DELETE FROM customers_session WHERE login_id = %s AND id IS DISTINCT FROM %s", [login_id, kept])


def change_password(*, login_id: LoginId, password: str, kept: SessionId | None, actor: Actor, now: datetime) -> None:
    """Another password, or none ("") for who has a passkey; every other browser is signed out.

    :raises WeakPassword: when it cannot be taken.
    :raises LastWayIn: when there would be no way to sign in.
    """
    actor.must(CUSTOMERS_OWN)
    rows = fetch("SELECT email FROM customers_login WHERE id = %s", [login_id])
    secret = hashed(password, email=rows[0][0]) if password else ""
    with transaction.atomic(savepoint=False):
        execute("SELECT FROM customers_login WHERE id = %s FOR UPDATE", [login_id])
        if not secret and not fetch("SELECT FROM customers_passkey WHERE login_id = %s LIMIT 1", [login_id]):
            raise LastWayIn
        execute("UPDATE customers_login SET password = %s WHERE id = %s", [secret, login_id])
        execute("DELETE FROM customers_session WHERE login_id = %s AND id IS DISTINCT FROM %s", [login_id, kept])
        told(login_id, "password", actor, now)


def change_name(*, login_id: LoginId, name: str, actor: Actor, now: datetime) -> None:
    """How they want to be greeted."""
    actor.must(CUSTOMERS_OWN)
    execute("UPDATE customers_login SET name = %s WHERE id = %s", [tidy(name)[:200], login_id])


def told(login_id: LoginId, what: str, actor: Actor, now: datetime, *, link_id: str = "") -> None:
    """In the transaction of a change: how an account is signed in to is never changed silently."""
    record(action=f"{what}_changed", subject_type="customers.login", subject_id=login_id, actor=actor, now=now)
    emit(LoginChanged(login_id=login_id, what=what, link_id=link_id))
