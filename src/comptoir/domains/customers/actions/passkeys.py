"""Passkeys: public keys whose other half never leaves somebody's device (W3C Web Authentication, level 3)."""

from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

from comptoir.domains.customers.actions.logins import told
from comptoir.domains.customers.errors import LastWayIn, PasskeyRefused, TooManyPasskeys
from comptoir.domains.customers.permissions import CUSTOMERS_OWN, CUSTOMERS_SIGN_IN
from comptoir.domains.customers.queries.ceremonies import REFUSALS, server_of, state_of
from comptoir.domains.customers.rules import tidy
from comptoir.domains.customers.values import (
    MOST_PASSKEYS,
    LoginId,
    PasskeyAnswer,
    PasskeyId,
    RelyingParty,
)
from comptoir.kernel import once
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch

_SCOPE = "customers.passkey_challenge"


def add_passkey(
    *, login_id: LoginId, label: str, answered: PasskeyAnswer, party: RelyingParty, actor: Actor, now: datetime
) -> PasskeyId:
    """Let a device sign in.

    :raises PasskeyRefused: when its answer is not to our question, or was given before.
    :raises TooManyPasskeys: when there are enough.
    """
    actor.must(CUSTOMERS_OWN)
    state = state_of(answered.state, about=str(login_id), now=now)
    try:
        made = server_of(party).register_complete(state, orjson.loads(answered.answer))
    except REFUSALS as error:
        raise PasskeyRefused from error
    credential = made.credential_data
    if credential is None:
        raise PasskeyRefused
    id = PasskeyId(new_id())
    with transaction.atomic(savepoint=False):
        _first_time(state, now)
        execute("SELECT FROM customers_login WHERE id = %s FOR UPDATE", [login_id])
        if len(fetch("SELECT FROM customers_passkey WHERE login_id = %s", [login_id])) >= MOST_PASSKEYS:
            raise TooManyPasskeys(field="label", most=MOST_PASSKEYS)
        added = execute(
            """INSERT INTO customers_passkey (id, login_id, credential_id, public, sign_count, label, created_at)
               VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (credential_id) DO NOTHING""",
            [id, login_id, credential.credential_id, bytes(credential), made.counter, tidy(label)[:60], now],
        )
        if not added:
            raise PasskeyRefused
        told(login_id, "passkey_added", actor, now)
    return id


def prove_passkey(*, answered: PasskeyAnswer, party: RelyingParty, actor: Actor, now: datetime) -> LoginId:
    """Whose account that answer opens. A question is answered once.

    :raises PasskeyRefused: when it opens none; also for a device whose count of uses went back, as a copy's would.
    """
    actor.must(CUSTOMERS_SIGN_IN)
    state = state_of(answered.state, about="", now=now)
    try:
        answer = AuthenticationResponse.from_dict(orjson.loads(answered.answer))
        row = _passkey(answer.raw_id)
        server_of(party).authenticate_complete(state, [AttestedCredentialData(bytes(row["public"]))], answer)
        count = answer.response.authenticator_data.counter
    except REFUSALS as error:
        raise PasskeyRefused from error
    with transaction.atomic(savepoint=False):
        _first_time(state, now)
        used = execute(
            """UPDATE customers_passkey SET sign_count = %(count)s, used_at = %(now)s
                WHERE id = %(id)s AND (sign_count < %(count)s OR (sign_count = 0 AND %(count)s = 0))""",
            {"count": count, "now": now, "id": row["id"]},
        )
        if not used:
            raise PasskeyRefused
    return LoginId(row["login_id"])


def remove_passkey(*, login_id: LoginId, passkey_id: PasskeyId, actor: Actor, now: datetime) -> None:
    """A device signs in no more; saying it twice changes nothing.

    :raises LastWayIn: when there would be no way to sign in.
    """
    actor.must(CUSTOMERS_OWN)
    with transaction.atomic(savepoint=False):
        ((password,),) = fetch("SELECT password FROM customers_login WHERE id = %s FOR UPDATE", [login_id])
        others = fetch("SELECT FROM customers_passkey WHERE login_id = %s AND id <> %s LIMIT 1", [login_id, passkey_id])
        if not password and not others:
            raise LastWayIn
        if execute("DELETE FROM customers_passkey WHERE login_id = %s AND id = %s", [login_id, passkey_id]):
            told(login_id, "passkey_removed", actor, now)


def _passkey(credential_id: bytes) -> dict[str, Any]:
    rows = fetch("SELECT id, login_id, public FROM customers_passkey WHERE credential_id = %s", [credential_id])
    if not rows:
        raise PasskeyRefused
    return dict(zip(("id", "login_id", "public"), rows[0], strict=True))


def _first_time(state: dict[str, Any], now: datetime) -> None:
    """In the transaction of the answer's effect: who has seen an answer on its way cannot give it again."""
    challenge = str(state["challenge"])
    claim = once.claim(scope=_SCOPE, key=challenge, request_hash="", subject_id="", now=now)
    if not claim.fresh:
        raise PasskeyRefused
    once.answer(scope=_SCOPE, key=challenge, answer={}, now=now)
