"""Links by letter: who opens one has the mailbox. So accounts are made, passwords set again and addresses proven."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from comptoir.domains.customers.actions.logins import hashed, told
from comptoir.domains.customers.errors import EmailTaken, LinkSpent, UnknownLink
from comptoir.domains.customers.events import AccountLinkAsked
from comptoir.domains.customers.permissions import CUSTOMERS_OWN, CUSTOMERS_SIGN_IN
from comptoir.domains.customers.rules import tidy
from comptoir.domains.customers.values import LINK_KEEPS, CustomerId, LinkId, LinkPurpose, LoginId
from comptoir.kernel.access import Actor
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch


def ask_account_link(*, email: str, market: str, language: str, actor: Actor, now: datetime) -> LinkId:
    """Have a link sent to an address that makes its account, or sets another password for the one there is.

    The same is done and answered whether the address has an account or not. Whoever lets strangers ask limits how
    often.

    :raises BadEmail: when the address is none.
    """
    actor.must(CUSTOMERS_SIGN_IN, market=market)
    normal = normalised_email(email)
    with transaction.atomic(savepoint=False):
        return keep_link(LinkPurpose.ENTER, email.strip(), normal, None, market, language, now)


def ask_email_change(*, login_id: LoginId, email: str, language: str, actor: Actor, now: datetime) -> LinkId:
    """Have a link sent to another address that makes it the account's. Until it is opened nothing changes.

    Whether that address has an account is not told: only its mailbox learns.

    :raises BadEmail: when the address is none.
    """
    actor.must(CUSTOMERS_OWN)
    normal = normalised_email(email)
    with transaction.atomic(savepoint=False):
        ((market,),) = fetch("SELECT market_id FROM customers_login WHERE id = %s", [login_id])
        return keep_link(LinkPurpose.CHANGE, email.strip(), normal, login_id, market, language, now)


def keep_link(
    purpose: LinkPurpose, email: str, normal: str, login_id: LoginId | None, market: str, language: str, now: datetime
) -> LinkId:
    """A link, and the news of it: a letter follows."""
    id = LinkId(new_id())
    execute(
        """INSERT INTO customers_link (id, purpose, email, email_normalised, login_id, market_id, language, asked_at,
                                       expires_at, former_email, wording, given_on, source)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '', '')""",
        [id, purpose, email, normal, login_id, market, language, now, now + LINK_KEEPS],
    )
    emit(AccountLinkAsked(link_id=id))
    return id


def enter_by_link(*, link_id: LinkId, password: str, name: str = "", actor: Actor, now: datetime) -> LoginId:
    """Use the link: make the account of its address, or give the one there is that password, and sign out whoever was
    signed in to it. Every other open link to that address is spent with it, so of two people one is first.

    What was ordered with that address before is the account's from now on: its mailbox has just been opened.

    :raises WeakPassword: when the password cannot be taken; the link stays good.
    :raises LinkSpent: when it was used, is too old, or another one was used meanwhile.
    :raises UnknownLink: when there is none for this.
    """
    actor.must(CUSTOMERS_SIGN_IN)
    # Before anything is locked: hashing takes a tenth of a second on purpose.
    link = link_row(link_id, LinkPurpose.ENTER)
    secret = hashed(password, email=link["email"])
    with transaction.atomic(savepoint=False):
        spend(link, now)
        known = fetch(
            "SELECT id FROM customers_login WHERE email_normalised = %s FOR UPDATE", [link["email_normalised"]]
        )
        if known:
            login_id = LoginId(known[0][0])
            execute("UPDATE customers_login SET password = %s WHERE id = %s", [secret, login_id])
            execute("DELETE FROM customers_session WHERE login_id = %s", [login_id])
            told(login_id, "password", actor, now)
            return login_id
        return _made(link, secret, tidy(name), actor, now)


def _made(link: dict[str, Any], secret: str, name: str, actor: Actor, now: datetime) -> LoginId:
    login_id = LoginId(new_id())
    execute(
        """INSERT INTO customers_login (id, email, email_normalised, name, password, market_id, language, created_at)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        [login_id, link["email"], link["email_normalised"], name, secret, link["market_id"], link["language"], now],
    )
    _belong(login_id, customer_of(link, name, now))
    record(action="signed_up", subject_type="customers.login", subject_id=login_id, actor=actor, now=now)
    return login_id


def customer_of(link: dict[str, Any], name: str, now: datetime) -> CustomerId:
    """The customer of the address, made if it is new. Somebody known keeps what is written down about them."""
    ((id,),) = fetch(
        """INSERT INTO customers_customer AS known
                  (id, email, email_normalised, name, company, vat_number, phone, language, market_id, created_at,
                   seen_at, version)
           VALUES (%s, %s, %s, %s, '', '', '', %s, %s, %s, %s, 1)
           ON CONFLICT (email_normalised) DO UPDATE SET name = coalesce(nullif(known.name, ''), excluded.name)
        RETURNING id""",
        [
            *(new_id(), link["email"], link["email_normalised"], name, link["language"], link["market_id"]),
            *(now, now),
        ],
    )
    return CustomerId(id)


def _belong(login_id: LoginId, customer_id: CustomerId) -> None:
    """What somebody else ordered while the address was theirs stays theirs."""
    execute(
        """INSERT INTO customers_logincustomer (login_id, customer_id, since)
           SELECT %(login)s, %(customer)s, max(until) FROM customers_logincustomer WHERE customer_id = %(customer)s""",
        {"login": login_id, "customer": customer_id},
    )


def change_email(*, link_id: LinkId, actor: Actor, now: datetime) -> LoginId:
    """Use the link: the account is signed in to with the new address from now on, and the old one is told.

    The customer takes the new address with them; where it was a customer's of its own, the account becomes that one,
    and keeps what was ordered so far.

    :raises EmailTaken: when another account has the address.
    :raises LinkSpent: when it was used or is too old.
    :raises UnknownLink: when there is none for this.
    """
    actor.must(CUSTOMERS_SIGN_IN)
    link = link_row(link_id, LinkPurpose.CHANGE)
    with transaction.atomic(savepoint=False):
        spend(link, now)
        login_id = LoginId(link["login_id"])
        ((former, former_normal),) = fetch(
            "SELECT email, email_normalised FROM customers_login WHERE id = %s FOR UPDATE", [login_id]
        )
        if former_normal == link["email_normalised"]:
            return login_id
        _rename(login_id, link)
        execute("UPDATE customers_link SET former_email = %s WHERE id = %s", [former, link_id])
        # Links that lie in the mailbox that was theirs open nothing any more.
        execute(
            "UPDATE customers_link SET used_at = %s WHERE email_normalised = %s AND used_at IS NULL",
            [now, former_normal],
        )
        _follow(login_id, link, now)
        told(login_id, "email", actor, now, link_id=str(link_id))
    return login_id


def _rename(login_id: LoginId, link: dict[str, Any]) -> None:
    try:
        with transaction.atomic(savepoint=True):
            execute(
                "UPDATE customers_login SET email = %s, email_normalised = %s WHERE id = %s",
                [link["email"], link["email_normalised"], login_id],
            )
    except IntegrityError as error:
        raise EmailTaken(field="email") from error


def _follow(login_id: LoginId, link: dict[str, Any], now: datetime) -> None:
    """The customer of a login after its address was changed."""
    ((customer_id,),) = fetch(
        "SELECT customer_id FROM customers_logincustomer WHERE login_id = %s AND until IS NULL FOR UPDATE", [login_id]
    )
    renamed = execute(
        """UPDATE customers_customer SET email = %(email)s, email_normalised = %(normal)s, version = version + 1
            WHERE id = %(id)s AND NOT EXISTS (SELECT FROM customers_customer WHERE email_normalised = %(normal)s)""",
        {"email": link["email"], "normal": link["email_normalised"], "id": customer_id},
    )
    if renamed:
        return
    execute(
        "UPDATE customers_logincustomer SET until = %s WHERE login_id = %s AND until IS NULL",
        [now, login_id],
    )
    _belong(login_id, customer_of(link, "", now))


def link_row(link_id: LinkId, purpose: LinkPurpose) -> dict[str, Any]:
    """The link, if it is for this.

    :raises UnknownLink: when it is not.
    """
    columns = ("id", "purpose", "email", "email_normalised", "login_id", "market_id", "language")
    rows = fetch(
        f"SELECT {', '.join(columns)} FROM customers_link WHERE id = %s AND purpose = %s",
        [link_id, purpose],
    )
    if not rows:
        raise UnknownLink
    return dict(zip(columns, rows[0], strict=True))


def spend(link: dict[str, Any], now: datetime) -> None:
    """All open links of the address at once and in one order: whoever comes second finds theirs spent.

    Those into an account, or those that ask for the shop's letters: the one has nothing to do with the other.

    :raises LinkSpent: when it was used or is too old.
    """
    open_ones = fetch(
        """SELECT id, expires_at FROM customers_link WHERE email_normalised = %s AND used_at IS NULL
              AND (purpose = %s) = %s ORDER BY id FOR UPDATE""",
        [link["email_normalised"], LinkPurpose.NEWS, link["purpose"] == LinkPurpose.NEWS],
    )
    if not any(id == link["id"] and expires_at > now for id, expires_at in open_ones):
        raise LinkSpent
    execute("UPDATE customers_link SET used_at = %s WHERE id = ANY(%s)", [now, [id for id, _ in open_ones]])
