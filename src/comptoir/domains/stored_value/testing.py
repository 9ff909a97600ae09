"""Gift cards and store credit for tests of this and other domains, made by the real actions."""

from datetime import date, datetime

from comptoir.domains.markets.testing import make_market
from comptoir.domains.stored_value.actions import issue_stored_value
from comptoir.domains.stored_value.values import (
    Account,
    AccountDraft,
    AccountId,
    AccountKind,
    AccountState,
    Issued,
    Origin,
)
from comptoir.kernel.access import job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON


def an_account(balance: Money, *, state: AccountState = AccountState.ACTIVE) -> Account:
    """A gift card of France that is nowhere but here."""
    return Account(
        id=AccountId(new_id()),
        kind=AccountKind.GIFT_CARD,
        market="fr",
        last_four="7Q4M",
        email="",
        origin=Origin.SOLD,
        order_id=None,
        balance=balance,
        state=state,
        expires_on=None,
        issued_at=NOON,
    )


def make_account(
    *,
    amount: Money = Money(5_000, "EUR"),  # noqa: B008 - immutable
    kind: AccountKind = AccountKind.GIFT_CARD,
    expires_on: date | None = None,
    now: datetime = NOON,
) -> Issued:
    """A gift card of the market of ``make_market()``, sold, unless told otherwise."""
    draft = AccountDraft(
        kind=kind,
        market=make_market().code,
        amount=amount,
        origin=Origin.SOLD if kind is AccountKind.GIFT_CARD else Origin.GESTURE,
        email="" if kind is AccountKind.GIFT_CARD else "lucie@exemple.example",
        expires_on=expires_on,
    )
    return issue_stored_value(draft=draft, key=str(new_id()), actor=job_actor("test"), now=now)
