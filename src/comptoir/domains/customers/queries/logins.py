"""Accounts as their owners and the shop's pages ask about them."""

from datetime import datetime
from uuid import UUID

from comptoir.domains.customers.errors import UnknownAddress, UnknownLink
from comptoir.domains.customers.models import Link as LinkModel
from comptoir.domains.customers.models import Login as LoginModel
from comptoir.domains.customers.models import LoginCustomer
from comptoir.domains.customers.models import Passkey as PasskeyModel
from comptoir.domains.customers.models import SavedAddress as AddressModel
from comptoir.domains.customers.models import Session as SessionModel
from comptoir.domains.customers.rules import secret_hash
from comptoir.domains.customers.values import (
    SESSION_KEEPS,
    AddressId,
    Belonging,
    CustomerId,
    Device,
    Link,
    LinkId,
    LinkPurpose,
    LoginId,
    Passkey,
    PasskeyId,
    SavedAddress,
    Session,
    SessionId,
)
from comptoir.kernel.addresses import Address
from comptoir.kernel.sql import fetch


def session_of(session_id: UUID, secret: str, *, now: datetime) -> Session | None:
    """Who is signed in with that secret; None when nobody is (any more). One statement."""
    rows = fetch(
        """SELECT session.id, login.id, belongs.customer_id, login.email, login.name, login.language,
                  login.password <> '', session.created_at, session.seen_at
             FROM customers_session AS session JOIN customers_login AS login ON login.id = session.login_id
             JOIN customers_logincustomer AS belongs ON belongs.login_id = login.id AND belongs.until IS NULL
            WHERE session.id = %s AND session.secret_hash = %s AND session.seen_at > %s""",
        [session_id, secret_hash(secret), now - SESSION_KEEPS],
        prepared=True,
    )
    if not rows:
        return None
    id, login_id, customer_id, email, name, language, has_password, created_at, seen_at = rows[0]
    return Session(
        id=SessionId(id),
        login_id=LoginId(login_id),
        customer_id=CustomerId(customer_id),
        email=email,
        name=name,
        language=language,
        has_password=has_password,
        created_at=created_at,
        seen_at=seen_at,
    )


def login_email(login_id: LoginId) -> tuple[str, str, str] | None:
    """The address of an account with the market and language to write in; None when there is none (any more)."""
    return LoginModel.objects.filter(id=login_id).values_list("email", "market_id", "language").first()


def belongings_of(login_id: LoginId) -> tuple[Belonging, ...]:
    """Whose orders the account shows."""
    rows = LoginCustomer.objects.filter(login_id=login_id).order_by("id").values_list("customer_id", "since", "until")
    return tuple(Belonging(customer_id=CustomerId(id), since=since, until=until) for id, since, until in rows)


def emails_to_forget(login_id: LoginId, *, lock: bool = False) -> tuple[tuple[Belonging, ...], tuple[str, ...]]:
    """Of an account that is to be forgotten: whose orders it shows, and every address that it is known by. With
    ``lock`` nobody orders as one of these customers, or enters as them, until the transaction ends."""
    locking = "FOR UPDATE" if lock else ""
    if lock:  # in the order in which whoever opens a link locks them
        fetch("SELECT FROM customers_link WHERE login_id = %s ORDER BY id FOR UPDATE", [login_id])
        fetch(
            """SELECT FROM customers_link WHERE email_normalised IN (
                   SELECT email_normalised FROM customers_login WHERE id = %s) ORDER BY id FOR UPDATE""",
            [login_id],
        )
    own = fetch(f"SELECT email_normalised FROM customers_login WHERE id = %s {locking}", [login_id])
    belongings = belongings_of(login_id)
    rows = fetch(
        f"SELECT email_normalised FROM customers_customer WHERE id = ANY(%s) ORDER BY id {locking}",
        [sorted(each.customer_id for each in belongings)],
    )
    return belongings, tuple(sorted({email for (email,) in (*rows, *own)}))


def devices_of(login_id: LoginId, *, now: datetime) -> tuple[Device, ...]:
    """The browsers that are signed in, those seen last first."""
    rows = SessionModel.objects.filter(login_id=login_id, seen_at__gt=now - SESSION_KEEPS).order_by("-seen_at", "-id")
    return tuple(
        Device(id=SessionId(row.id), device=row.device, created_at=row.created_at, seen_at=row.seen_at) for row in rows
    )


def passkeys_of(login_id: LoginId) -> tuple[Passkey, ...]:
    """The devices that sign in by passkey, the first one first."""
    rows = PasskeyModel.objects.filter(login_id=login_id).order_by("created_at", "id")
    return tuple(
        Passkey(id=PasskeyId(row.id), label=row.label, created_at=row.created_at, used_at=row.used_at) for row in rows
    )


def addresses_of(login_id: LoginId) -> tuple[SavedAddress, ...]:
    """The address book, the preferred one first."""
    rows = AddressModel.objects.filter(login_id=login_id).order_by("-preferred", "created_at", "id")
    return tuple(
        SavedAddress(id=AddressId(row.id), address=Address.read(row.address), preferred=row.preferred) for row in rows
    )


def saved_address(login_id: LoginId, address_id: UUID) -> SavedAddress:
    """:raises UnknownAddress: when it is not in this book."""
    found = next((each for each in addresses_of(login_id) if each.id == address_id), None)
    if found is None:
        raise UnknownAddress
    return found


def preferred_address(customer_id: UUID) -> Address | None:
    """What fills the checkout of a customer; None where the book is empty."""
    rows = fetch(
        """SELECT address FROM customers_savedaddress AS saved JOIN customers_logincustomer AS belongs USING (login_id)
            WHERE belongs.customer_id = %s AND belongs.until IS NULL AND saved.preferred""",
        [customer_id],
    )
    return Address.read(rows[0][0]) if rows else None


def link_by_id(link_id: LinkId) -> Link:
    """A link by letter as it stands.

    :raises UnknownLink: when there is none (any more).
    """
    row = LinkModel.objects.filter(id=link_id).first()
    if row is None:
        raise UnknownLink
    return Link(
        id=LinkId(row.id),
        purpose=LinkPurpose(row.purpose),
        email=row.email,
        market=row.market_id,
        language=row.language,
        former_email=row.former_email,
        known=LoginModel.objects.filter(email_normalised=row.email_normalised).exists(),
        wording=row.wording,
        open_until=None if row.used_at else row.expires_at,
    )
