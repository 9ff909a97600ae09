"""What a browser is asked when it uses or makes a passkey. The question comes back signed with the answer."""

import struct
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidSignature
from django.core.signing import BadSignature, Signer
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from comptoir.domains.customers.errors import PasskeyRefused
from comptoir.domains.customers.models import Passkey as PasskeyModel
from comptoir.domains.customers.values import CHALLENGE_KEEPS, Ceremony, LoginId, RelyingParty

_SALT = "comptoir.passkeys"
REFUSALS = (ValueError, KeyError, TypeError, AttributeError, InvalidSignature, struct.error, IndexError)
"""What the library raises about an answer that is none: a stranger may send us anything."""


def server_of(party: RelyingParty) -> Fido2Server:
    """The library's side of the ceremony."""
    return Fido2Server(PublicKeyCredentialRpEntity(id=party.id, name=party.name))


def ceremony_to_sign_in(*, party: RelyingParty, now: datetime) -> Ceremony:
    """Whoever has a passkey of ours may answer: we name none, so nobody learns who has one."""
    options, state = server_of(party).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return _ceremony(options, state, "", now)


def ceremony_to_add(*, login_id: LoginId, email: str, name: str, party: RelyingParty, now: datetime) -> Ceremony:
    """A new passkey, which the device keeps with the account's name; not on a device that has one already."""
    known = PasskeyModel.objects.filter(login_id=login_id).values_list("public", flat=True)
    options, state = server_of(party).register_begin(
        PublicKeyCredentialUserEntity(id=UUID(str(login_id)).bytes, name=email, display_name=name or email),
        credentials=[AttestedCredentialData(bytes(public)) for public in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _ceremony(options, state, str(login_id), now)


def _ceremony(options: Any, state: Any, about: str, now: datetime) -> Ceremony:
    signed = {**state, "about": about, "until": (now + CHALLENGE_KEEPS).isoformat()}
    return Ceremony(
        options=orjson.dumps(dict(options)["publicKey"], default=dict).decode(),
        state=Signer(salt=_SALT).sign_object(signed),
    )


def state_of(signed: str, *, about: str, now: datetime) -> dict[str, Any]:
    """:raises PasskeyRefused: when it is not ours, too old, or was given to somebody else."""
    try:
        state: dict[str, Any] = Signer(salt=_SALT).unsign_object(signed)
    except (BadSignature, ValueError):
        raise PasskeyRefused from None
    if state["about"] != about or datetime.fromisoformat(state["until"]) < now:
        raise PasskeyRefused
    return state
