"""The account of the buyer who came back most often: what a buyer's account looks like with a history in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from comptoir.domains.customers.actions import ask_account_link, enter_by_link, note_consents, save_address
from comptoir.domains.customers.queries import belongings_of
from comptoir.domains.customers.values import ConsentGiven, Purpose
from comptoir.kernel.access import Actor
from comptoir.operations.demo.history.buyers import Buyer

PASSWORD = "comptoir-demo"  # noqa: S105 - public on purpose, as those of the demo's staff
_WORDS = (
    "Je souhaite recevoir par e-mail des nouvelles de la boutique et de ses producteurs, une fois par semaine au plus."
)
_WORK = {"company": "Atelier du Canal", "line1": "4 quai de la Fontaine"}


def open_account(buyers: Sequence[Buyer], *, market: str, actor: Actor, now: datetime) -> Buyer | None:
    """Sign the most faithful of them up, with two addresses and a consent; returns who it is, or None where nobody has
    bought yet. In the caller's transaction."""
    private = [buyer for buyer in buyers if buyer.from_france and not buyer.address.company]
    visits = Counter(buyer.number for buyer in private)
    if not visits:
        return None
    number, _ = max(visits.items(), key=lambda item: (item[1], -item[0]))
    chosen = next(buyer for buyer in buyers if buyer.number == number)
    link_id = ask_account_link(email=chosen.email, market=market, language=chosen.language, actor=actor, now=now)
    login_id = enter_by_link(link_id=link_id, password=PASSWORD, name=chosen.address.name, actor=actor, now=now)
    for address in (chosen.address, replace(chosen.address, **_WORK)):
        save_address(login_id=login_id, address=address, actor=actor, now=now)
    (own,) = belongings_of(login_id)
    given = ConsentGiven(purpose=Purpose.NEWSLETTER, granted=True, wording=_WORDS, language="fr", given_on="account")
    note_consents(customer_id=own.customer_id, given=[given], actor=actor, now=now)
    return chosen
