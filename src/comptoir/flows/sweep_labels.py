import logging
from datetime import datetime

from comptoir.domains.fulfilment.queries import labels_to_tell
from comptoir.flows.carry_out_label import carry_out_label
from comptoir.kernel.access import Actor

log = logging.getLogger(__name__)


def sweep_labels(*, actor: Actor, now: datetime) -> int:
    """Ask carriers again about labels whose answer is missing, and tell them of those that are not wanted; returns how
    many there were.

    Whatever was cut off - a crash between two transactions, a lost answer - ends here.
    """
    waiting = labels_to_tell(now=now)
    for label_id in waiting:
        try:
            carry_out_label(label_id=label_id, actor=actor, now=now)
        except Exception:
            # One label that cannot be had must not keep the others waiting; it is asked for again later.
            log.exception("label could not be carried out", extra={"label_id": str(label_id)})
    return len(waiting)
