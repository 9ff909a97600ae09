"""What customers gives and takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.kernel.addresses import Address

CustomerId = NewType("CustomerId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDetails:
    """What staff may write down about a customer. What is not known is empty."""

    email: str
    name: str = ""
    company: str = ""
    vat_number: str = ""
    phone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer(CustomerDetails):
    """Somebody who has bought. ``version`` counts changes; give it back to ``update_customer``."""

    id: CustomerId
    market: str
    created_at: datetime
    last_order_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCustomer(CustomerDetails):
    """Somebody who ordered in the past, first and last at these instants."""

    market: str
    first_order_at: datetime
    last_order_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """A line of the back office's customer list."""

    id: CustomerId
    email: str
    name: str
    company: str
    market: str
    created_at: datetime
    last_order_at: datetime | None


LoginId = NewType("LoginId", UUID)
SessionId = NewType("SessionId", UUID)
PasskeyId = NewType("PasskeyId", UUID)
LinkId = NewType("LinkId", UUID)
AddressId = NewType("AddressId", UUID)

LINK_KEEPS = timedelta(hours=24)
SESSION_KEEPS = timedelta(days=90)
"""Unseen for so long, a browser is signed out."""
PROOF_KEEPS = timedelta(minutes=15)
"""So long after signing in, what is grave may be done without signing in again."""
CHALLENGE_KEEPS = timedelta(minutes=10)
MOST_ADDRESSES = 20
MOST_PASSKEYS = 10
ERASED_DOMAIN = "erased.invalid"
"""Where the addresses of forgotten people lie: RFC 2606 keeps it from ever being anybody's."""


BY_LETTER, BY_ACCOUNT, BY_STAFF = "letter", "account", "staff"
"""Where something was said about a consent, if not on a page of the shop: by the link in a letter, in the account, to
staff who wrote it down."""


class LinkPurpose(StrEnum):
    ENTER = "enter"  # a new account, or a new password for one that there is
    CHANGE = "change"  # another e-mail address
    NEWS = "news"  # the shop's letters, wanted by somebody who may have no account


class Purpose(StrEnum):
    """What somebody may agree to. Each is asked for alone."""

    NEWSLETTER = "newsletter"
    ADVICE = "advice"  # about what they bought: care, recipes, when it runs out


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is signed in, and as whom. ``customer_id`` is who they are to the shop."""

    id: SessionId
    login_id: LoginId
    customer_id: CustomerId
    email: str
    name: str
    language: str
    has_password: bool
    created_at: datetime
    seen_at: datetime

    def proven(self, now: datetime) -> bool:
        """Whether they have shown lately who they are."""
        return now - self.created_at <= PROOF_KEEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """``secret`` is told once, to the browser."""

    id: SessionId
    login_id: LoginId
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A browser that is signed in, as its owner sees it in a list."""

    id: SessionId
    device: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    id: PasskeyId
    label: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link by letter. ``known`` tells that the address has an account already; ``wording`` is what its opener agrees
    to, where it is that."""

    id: LinkId
    purpose: LinkPurpose
    email: str
    market: str
    language: str
    former_email: str
    known: bool
    wording: str
    open_until: datetime | None  # None: it was used


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Whose orders an account shows, and of which time; None has no end."""

    customer_id: CustomerId
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAddress:
    id: AddressId
    address: Address
    preferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One line of the history of what was agreed to."""

    purpose: Purpose
    granted: bool
    wording: str
    language: str
    given_on: str
    source: str
    at: datetime


def standing(history: Iterable[Consent]) -> Mapping[Purpose, Consent]:
    """What stands now, by purpose, of a history that begins with the newest line; a purpose that was never asked about
    is not in it."""
    found: dict[Purpose, Consent] = {}
    for line in history:
        found.setdefault(line.purpose, line)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who may be written to, and the consent that allows it."""

    customer_id: CustomerId
    email: str
    name: str
    language: str
    market: str
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """A consent as it is given or taken back: the words are those that were shown."""

    purpose: Purpose
    granted: bool
    wording: str
    language: str
    given_on: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """What a browser needs to use or make a passkey. ``state`` is signed and comes back with its answer."""

    options: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyAnswer:
    """What a browser answered, as JSON text, with the state that it was given."""

    answer: str
    state: str


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """For whom passkeys are: the shop's host and name."""

    id: str
    name: str
