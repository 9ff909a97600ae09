"""The shop's letters, for anybody: what was agreed to becomes a consent once its mailbox was opened, and not before."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.customers.actions.consents import noted
from comptoir.domains.customers.actions.letters import customer_of, keep_link, link_row, spend
from comptoir.domains.customers.permissions import CUSTOMERS_SIGN_IN
from comptoir.domains.customers.values import BY_LETTER, ConsentGiven, CustomerId, LinkId, LinkPurpose, Purpose
from comptoir.kernel.access import Actor
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.sql import execute, fetch


def ask_news(
    *, email: str, wording: str, given_on: str, source: str, market: str, language: str, actor: Actor, now: datetime
) -> LinkId:
    """Have a letter sent that asks whether it was them. Until that is answered nobody is written to, and nobody is
    known: whoever typed the address may not own it.

    ``wording`` is what was shown and ticked, ``given_on`` the page, ``source`` a keyed hash of where it came from. The
    same is done and answered whether the address gets the letters already or not. Whoever lets strangers ask limits
    how often.

    :raises BadEmail: when the address is none.
    """
    actor.must(CUSTOMERS_SIGN_IN, market=market)
    normal = normalised_email(email)
    with transaction.atomic(savepoint=False):
        id = keep_link(LinkPurpose.NEWS, email.strip(), normal, None, market, language, now)
        execute(
            "UPDATE customers_link SET wording = %s, given_on = %s, source = %s WHERE id = %s",
            [wording, given_on, source, id],
        )
    return id


def confirm_news(*, link_id: LinkId, actor: Actor, now: datetime) -> CustomerId:
    """It was them: the consent stands from now on, in the words that were shown when it was given.

    :raises LinkSpent: when the link was used or is too old.
    :raises UnknownLink: when there is none for this.
    """
    actor.must(CUSTOMERS_SIGN_IN)
    link = link_row(link_id, LinkPurpose.NEWS)
    with transaction.atomic(savepoint=False):
        spend(link, now)
        customer_id = customer_of(link, "", now)
        _say(customer_id, link_id, granted=True, now=now)
    return customer_id


def stop_news(*, link_id: LinkId, actor: Actor, now: datetime) -> None:
    """Take it back, by the link that gave it, however old that is. Saying it twice changes nothing.

    :raises UnknownLink: when there is none for this.
    """
    actor.must(CUSTOMERS_SIGN_IN)
    link = link_row(link_id, LinkPurpose.NEWS)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            "SELECT id FROM customers_customer WHERE email_normalised = %s FOR UPDATE", [link["email_normalised"]]
        )
        for (customer_id,) in rows:
            _say(CustomerId(customer_id), link_id, granted=False, now=now)


def _say(customer_id: CustomerId, link_id: LinkId, *, granted: bool, now: datetime) -> None:
    [(wording, language, given_on, source)] = fetch(
        "SELECT wording, language, given_on, source FROM customers_link WHERE id = %s", [link_id]
    )
    said = ConsentGiven(
        purpose=Purpose.NEWSLETTER,
        granted=granted,
        wording=wording,
        language=language,
        given_on=given_on if granted else BY_LETTER,
        source=source if granted else "",
    )
    noted(customer_id, said, now)
