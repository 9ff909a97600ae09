from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions import note_purchase_mailed
from comptoir.domains.inventory.values import PurchaseOrderId
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.messages.actions import queue_purchase_message
from comptoir.kernel.access import Actor


def mail_purchase_order(*, purchase_order_id: PurchaseOrderId, key: str, actor: Actor, now: datetime) -> bool:
    """Send a purchase order to its supplier: a letter in the supplier's language with the PDF, made as the order stands
    when the letter leaves. The order's history says when, and to whom. Returns whether a letter was queued: pressed
    twice with one ``key``, it is one letter.

    Nothing is on order by that; see ``place_purchase_order``.

    :raises UnknownPurchaseOrder, MoveRefused, SupplierWithoutEmail: see ``note_purchase_mailed``.
    """
    with transaction.atomic(durable=True):
        mail = note_purchase_mailed(purchase_order_id=purchase_order_id, key=key, actor=actor, now=now)
        if mail is None:
            return False
        queue_purchase_message(
            purchase_order_id=purchase_order_id,
            to=mail.to,
            language=mail.language or market_settings().markets[0].default_language,
            actor=actor.with_consequences(),
            now=now,
        )
    return True
