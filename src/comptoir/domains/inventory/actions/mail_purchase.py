"""Purchase orders that go to their supplier by mail."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions.papers import done_before
from comptoir.domains.inventory.actions.purchase import SUBJECT, locked_purchase
from comptoir.domains.inventory.errors import SupplierWithoutEmail
from comptoir.domains.inventory.models import Supplier as SupplierRow
from comptoir.domains.inventory.permissions import INVENTORY_BUY
from comptoir.domains.inventory.values import MAILED, PurchaseMail, PurchaseOrderId, PurchaseState
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.transitions import MoveRefused


def note_purchase_mailed(
    *, purchase_order_id: PurchaseOrderId, key: str, actor: Actor, now: datetime
) -> PurchaseMail | None:
    """Write down that a purchase order goes to its supplier by mail, and to whom; None when the same ``key`` did so
    before. It may go again, under another key.

    :raises UnknownPurchaseOrder: when there is none.
    :raises MoveRefused: when nothing of it is awaited any more.
    :raises SupplierWithoutEmail: where there is no address to send it to.
    """
    actor.must(INVENTORY_BUY)
    with transaction.atomic(savepoint=False):
        if done_before("inventory.note_purchase_mailed", key, str(purchase_order_id), purchase_order_id, now):
            return None
        row = locked_purchase(purchase_order_id)
        if row.state not in MAILED:
            raise MoveRefused(state=row.state, to=PurchaseState.ORDERED)
        to, language = SupplierRow.objects.values_list("email", "language").get(code=row.supplier_id)
        if not to:
            raise SupplierWithoutEmail(field="email")
        record(
            action="purchase order mailed",
            subject_type=SUBJECT,
            subject_id=row.id,
            actor=actor,
            now=now,
            after={"email": to},
        )
    return PurchaseMail(to, language)
