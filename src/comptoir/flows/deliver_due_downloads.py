import logging
from datetime import datetime

from comptoir.domains.orders.queries import orders_to_download
from comptoir.flows.deliver_downloads import deliver_downloads
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError

log = logging.getLogger(__name__)

_AT_MOST = 100


def deliver_due_downloads(*, actor: Actor, now: datetime) -> int:
    """Open to their buyers the files of all orders that are paid and not on hold; returns of how many orders.

    One that cannot be delivered keeps no other waiting, and is tried again the next time.
    """
    delivered = 0
    for order_id in orders_to_download(limit=_AT_MOST):
        try:
            delivered += deliver_downloads(order_id=order_id, actor=actor, now=now)
        except BusinessError as refusal:
            log.warning("downloads not delivered", extra={"order": str(order_id), "error": refusal.code})
    return delivered
