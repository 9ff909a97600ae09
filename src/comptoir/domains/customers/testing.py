"""Customers for tests of this and other domains."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from comptoir.domains.customers.actions import ask_account_link, enter_by_link, note_consents, remember_customer
from comptoir.domains.customers.models import Customer, Link, Login, Session
from comptoir.domains.customers.values import (
    Ceremony,
    ConsentGiven,
    CustomerId,
    LinkId,
    LoginId,
    PasskeyAnswer,
    Purpose,
)
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import job_actor


def make_customer(
    email: str = "lucie.martin@courriel.example",
    name: str = "Lucie Martin",
    *,
    language: str = "",
    ordered: bool = False,
    now: datetime = datetime(2026, 3, 2, 10, tzinfo=UTC),
) -> CustomerId:
    """A customer of the test market."""
    market = make_market()
    return remember_customer(
        email=email,
        name=name,
        market=market.code,
        language=language or market.default_language,
        ordered=ordered,
        actor=job_actor("test"),
        now=now,
    )


PASSWORD = "confiture d'abricots 1967"


def make_login(
    email: str = "lucie.martin@courriel.example",
    name: str = "Lucie Martin",
    *,
    password: str = PASSWORD,
    now: datetime = datetime(2026, 11, 23, 11, tzinfo=UTC),
) -> LoginId:
    """An account in the test market, made by a link as buyers do."""
    market = make_market()
    actor = job_actor("test")
    with transaction.atomic():
        link_id = ask_account_link(
            email=email, market=market.code, language=market.default_language, actor=actor, now=now
        )
        return enter_by_link(link_id=link_id, password=password, name=name, actor=actor, now=now)


def make_subscriber(
    email: str = "lucie.martin@courriel.example",
    *,
    purpose: Purpose = Purpose.NEWSLETTER,
    wording: str = "I want news by e-mail.",
    now: datetime = datetime(2026, 11, 23, 11, tzinfo=UTC),
) -> CustomerId:
    """Somebody of the test market who may be written to."""
    customer_id = make_customer(email, "", now=now)
    given = ConsentGiven(
        purpose=purpose, granted=True, wording=wording, language="en", given_on="/en/", source="a hash"
    )
    note_consents(customer_id=customer_id, given=[given], actor=job_actor("test"), now=now)
    return customer_id


class SoftPasskey:
    """A device with one passkey, in software: what a browser would answer."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0

    def registers(self, ceremony: Ceremony) -> PasskeyAnswer:
        options = orjson.loads(ceremony.options)
        public_key = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]  # of fido2
        credential = AttestedCredentialData.create(bytes(16), self.id, public_key)
        data = self._data(options["rp"]["id"], 0x45, credential)
        attestation = AttestationObject.create("none", data, {})
        response = {"attestationObject": websafe_encode(attestation), "clientDataJSON": self._told("create", options)}
        return self._answer(response, ceremony)

    def signs_in(self, ceremony: Ceremony) -> PasskeyAnswer:
        self.count += 1
        options = orjson.loads(ceremony.options)
        data, told = self._data(options["rpId"], 0x05, None), self._told("get", options)
        digest = hashlib.sha256(websafe_decode(told)).digest()
        signature = self.key.sign(bytes(data) + digest, ec.ECDSA(hashes.SHA256()))
        response = {
            "authenticatorData": websafe_encode(data),
            "clientDataJSON": told,
            "signature": websafe_encode(signature),
        }
        return self._answer(response, ceremony)

    def _data(self, party: str, flags: int, credential: AttestedCredentialData | None) -> AuthenticatorData:
        party_hash = hashlib.sha256(party.encode()).digest()
        told: AuthenticatorData = AuthenticatorData.create(
            party_hash, AuthenticatorData.FLAG(flags), self.count, credential or b""
        )
        return told

    def _told(self, what: str, options: Any) -> str:
        told = {"type": f"webauthn.{what}", "challenge": options["challenge"], "origin": self.origin}
        return websafe_encode(orjson.dumps(told))

    def _answer(self, response: dict[str, str], ceremony: Ceremony) -> PasskeyAnswer:
        id = websafe_encode(self.id)
        answer = {"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return PasskeyAnswer(answer=orjson.dumps(answer).decode(), state=ceremony.state)


def latest_link(email: str) -> LinkId:
    """The link that went to that address last."""
    return LinkId(Link.objects.filter(email_normalised=email.lower()).latest("asked_at", "id").id)


def everybody() -> list[CustomerId]:
    """Every customer there is."""
    return [CustomerId(id) for id in Customer.objects.order_by("id").values_list("id", flat=True)]


def links_asked_for() -> int:
    """How many links were asked for, to whatever address."""
    return Link.objects.count()


def how_many() -> tuple[int, int]:
    """How many accounts there are, and how many browsers are signed in."""
    return Login.objects.count(), Session.objects.count()
