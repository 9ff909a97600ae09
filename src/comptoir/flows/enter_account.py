from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from comptoir.domains.cart.actions import keep_cart_of
from comptoir.domains.cart.values import CartId
from comptoir.domains.customers.actions import (
    close_session,
    enter_by_link,
    open_session,
    prove_passkey,
    prove_password,
)
from comptoir.domains.customers.errors import SignInRefused
from comptoir.domains.customers.queries import belongings_of
from comptoir.domains.customers.values import LinkId, LoginId, NewSession, PasskeyAnswer, RelyingParty, Session
from comptoir.kernel.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPassword:
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPasskey:
    answered: PasskeyAnswer
    party: RelyingParty


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLink:
    """A link by letter, with the password and the name to have from now on."""

    link_id: LinkId
    password: str = field(repr=False)
    name: str = ""


type Proof = ByPassword | ByPasskey | ByLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """The browser's session, and the cart that it has from now on."""

    session: NewSession
    cart_id: CartId | None


def enter_account(
    *,
    proof: Proof,
    cart_id: CartId | None,
    market: str,
    device: str,
    former: Session | None = None,
    actor: Actor,
    now: datetime,
) -> Entered:
    """Sign a buyer in, and have what is in the cart at hand with what they had saved: all of it, once. ``former`` is
    who was signed in to the same browser, and no longer is.

    :raises SignInRefused, PasskeyRefused, LinkSpent, UnknownLink: when the proof is none.
    :raises WeakPassword: when the new password cannot be taken; nothing was done.
    """
    # Apart from what follows: a new account locks its customer, and whoever orders locks the cart before that.
    with transaction.atomic(durable=True):
        login_id = _proven(proof, actor, now)
    owner = next((each for each in belongings_of(login_id) if each.until is None), None)
    if owner is None:
        raise SignInRefused(field="password")  # it was deleted at this very moment
    with transaction.atomic(durable=True):
        kept = keep_cart_of(cart_id=cart_id, customer_id=owner.customer_id, market=market, actor=actor, now=now)
        session = open_session(login_id=login_id, device=device, actor=actor, now=now)
        if former is not None:
            close_session(login_id=former.login_id, session_id=former.id, actor=actor, now=now)
    return Entered(session=session, cart_id=kept)


def _proven(proof: Proof, actor: Actor, now: datetime) -> LoginId:
    match proof:
        case ByPassword():
            return prove_password(email=proof.email, password=proof.password, actor=actor, now=now)
        case ByPasskey():
            return prove_passkey(answered=proof.answered, party=proof.party, actor=actor, now=now)
        case ByLink():
            return enter_by_link(link_id=proof.link_id, password=proof.password, name=proof.name, actor=actor, now=now)
