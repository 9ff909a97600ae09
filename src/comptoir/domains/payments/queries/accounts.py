"""How the accounts are kept that refunds by hand are sent to: sealed under the keys of gift cards, as what is worth
money to whoever copies the database."""

from comptoir.domains.payments.models import RefundAccount as AccountRow
from comptoir.domains.payments.values import BankAccount
from comptoir.kernel import seals

_PURPOSE = b"comptoir.payments.refund_accounts"


def sealed_iban(iban: str) -> dict[str, str]:
    """What is kept of an IBAN, by column: nothing of it in clear."""
    seal = seals.sealed(iban, purpose=_PURPOSE, keys=seals.card_keys())
    return {"iban": "", "iban_seal": seal, "iban_key": account_key_mark()}


def account_key_mark() -> str:
    """A name for the present key that tells nothing about it."""
    return seals.key_mark(purpose=_PURPOSE, keys=seals.card_keys())


def iban_of(row: AccountRow) -> str:
    """What is in clear was written by a process of the version before, and later than what is sealed beside it.

    :raises NotOpened: when none of the keys opens it.
    """
    return row.iban or seals.unsealed(row.iban_seal, purpose=_PURPOSE, keys=seals.card_keys())


def account_of(row: AccountRow) -> BankAccount | None:
    """The account; None where no key opens it any more: then the buyer is asked anew."""
    try:
        return BankAccount(holder=row.holder, iban=iban_of(row))
    except seals.NotOpened:
        return None
