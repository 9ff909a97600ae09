"""The address book: what fills the checkout."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.customers.errors import TooManyAddresses, UnknownAddress
from comptoir.domains.customers.permissions import CUSTOMERS_OWN
from comptoir.domains.customers.rules import address_errors
from comptoir.domains.customers.values import MOST_ADDRESSES, AddressId, LoginId
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address, check_address
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb


def save_address(
    *, login_id: LoginId, address: Address, address_id: AddressId | None = None, actor: Actor, now: datetime
) -> AddressId:
    """Put an address into the book, or change one that is there. The first one is the preferred one; one that is there
    already, to the letter, is not put in twice.

    :raises ManyInvalid: with one error per field.
    :raises TooManyAddresses: when the book is full.
    :raises UnknownAddress: when it is not in this book.
    """
    actor.must(CUSTOMERS_OWN)
    tidy, wrong = check_address(address)
    if errors := (*wrong, *address_errors(tidy)):
        raise ManyInvalid(errors=errors)
    with transaction.atomic(savepoint=False):
        # The book is locked by its owner, so that two first addresses are not both preferred.
        execute("SELECT FROM customers_login WHERE id = %s FOR UPDATE", [login_id])
        if address_id is not None:
            if not execute(
                "UPDATE customers_savedaddress SET address = %s WHERE id = %s AND login_id = %s",
                [jsonb(tidy.values()), address_id, login_id],
            ):
                raise UnknownAddress
            return address_id
        same = fetch(
            "SELECT id FROM customers_savedaddress WHERE login_id = %s AND address = %s",
            [login_id, jsonb(tidy.values())],
        )
        return AddressId(same[0][0]) if same else _added(login_id, tidy, now)


def _added(login_id: LoginId, address: Address, now: datetime) -> AddressId:
    id = AddressId(new_id())
    added = execute(
        """INSERT INTO customers_savedaddress (id, login_id, address, preferred, created_at)
           SELECT %(id)s, %(login)s, %(address)s, count(*) = 0, %(now)s FROM customers_savedaddress
            WHERE login_id = %(login)s HAVING count(*) < %(most)s""",
        {"id": id, "login": login_id, "address": jsonb(address.values()), "now": now, "most": MOST_ADDRESSES},
    )
    if not added:
        raise TooManyAddresses(field="country", most=MOST_ADDRESSES)
    return id


def prefer_address(*, login_id: LoginId, address_id: AddressId, actor: Actor, now: datetime) -> None:
    """Let that address fill the checkout.

    :raises UnknownAddress: when it is not in this book.
    """
    actor.must(CUSTOMERS_OWN)
    with transaction.atomic(savepoint=False):
        execute("SELECT FROM customers_login WHERE id = %s FOR UPDATE", [login_id])
        execute("UPDATE customers_savedaddress SET preferred = FALSE WHERE login_id = %s AND preferred", [login_id])
        if not execute(
            "UPDATE customers_savedaddress SET preferred = TRUE WHERE id = %s AND login_id = %s",
            [address_id, login_id],
        ):
            raise UnknownAddress


def remove_address(*, login_id: LoginId, address_id: AddressId, actor: Actor, now: datetime) -> None:
    """Take an address out; of those that are left the oldest is preferred. Saying it twice changes nothing."""
    actor.must(CUSTOMERS_OWN)
    with transaction.atomic(savepoint=False):
        execute("SELECT FROM customers_login WHERE id = %s FOR UPDATE", [login_id])
        execute("DELETE FROM customers_savedaddress WHERE id = %s AND login_id = %s", [address_id, login_id])
        execute(
            """UPDATE customers_savedaddress SET preferred = TRUE
                WHERE id = (SELECT id FROM customers_savedaddress WHERE login_id = %(id)s ORDER BY created_at LIMIT 1)
                  AND NOT EXISTS (SELECT FROM customers_savedaddress WHERE login_id = %(id)s AND preferred)""",
            {"id": login_id},
        )
