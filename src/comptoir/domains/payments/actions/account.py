"""Where money goes that a person sends back: asked of the buyer, kept for that refund, and no longer."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.payments.actions.locking import lock_payment
from comptoir.domains.payments.errors import BadHolder, BadIban, NothingToSend
from comptoir.domains.payments.models import RefundAccount as AccountRow
from comptoir.domains.payments.permissions import PAYMENTS_PAY, PAYMENTS_RECORD
from comptoir.domains.payments.queries import refunds_to_send
from comptoir.domains.payments.queries.accounts import account_key_mark, iban_of, sealed_iban
from comptoir.domains.payments.rules import iban_written
from comptoir.domains.payments.values import OperationId
from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.seals import NotOpened
from comptoir.kernel.sql import fetch

_LONGEST_HOLDER = 70  # as banks take it: ISO 20022, Max70Text


def give_refund_account(*, order_id: UUID, holder: str, iban: str, actor: Actor, now: datetime) -> None:
    """Say to which account the refunds of an order are to be sent that wait for a person to send them. Said again, the
    new one holds. The history tells that it was said, and not which: there it could not be erased.

    :raises BadHolder: without a name, or with one that no bank takes.
    :raises BadIban: for anything but an IBAN whose check digits are right.
    :raises NothingToSend: when no refund of the order waits.
    """
    actor.must(PAYMENTS_PAY)
    name, account = " ".join(holder.split()), iban_written(iban)
    if not 0 < len(name) <= _LONGEST_HOLDER:
        raise BadHolder(field="holder")
    if account is None:
        raise BadIban(field="iban")
    with transaction.atomic(savepoint=False):
        # Under the payments' locks: of a buyer who says where and a person who has just sent it, the second sees the
        # first, and no account outlives its refund.
        for payment_id in sorted({refund.payment_id for refund in refunds_to_send(order_id)}):
            lock_payment(payment_id)
        waiting = refunds_to_send(order_id)
        if not waiting:
            raise NothingToSend
        for refund in waiting:
            actor.must(PAYMENTS_PAY, market=refund.market)
            AccountRow.objects.update_or_create(
                operation_id=refund.id, defaults={"holder": name, "given_at": now, **sealed_iban(account)}
            )
            history.record(
                action="refund account given",
                subject_type="payments.payment",
                subject_id=refund.payment_id,
                actor=actor,
                now=now,
            )


def seal_refund_accounts(*, limit: int, actor: Actor, now: datetime) -> int:
    """Keep up to ``limit`` accounts that are in clear, or sealed under a former key, under the present one; returns how
    many there were. What no key opens is left as it is, and not counted.

    No line of history: the account is the same.
    """
    actor.must(PAYMENTS_RECORD)
    done = 0
    with transaction.atomic(savepoint=False):
        locked = fetch(
            """SELECT operation_id FROM payments_refundaccount WHERE iban <> '' OR iban_key <> %s
                ORDER BY operation_id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED""",
            [account_key_mark(), limit],
        )
        for row in AccountRow.objects.filter(pk__in=[id for (id,) in locked]):
            with suppress(NotOpened):
                done += AccountRow.objects.filter(pk=row.pk).update(**sealed_iban(iban_of(row)))
    return done


def erase_refund_account(operation_id: OperationId) -> None:
    """It is needed no more. For the actions of this domain, in their transaction."""
    AccountRow.objects.filter(operation_id=operation_id).delete()
