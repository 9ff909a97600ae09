from datetime import datetime

from comptoir.domains.fulfilment.actions import claim_label, record_label
from comptoir.domains.fulfilment.values import Carrier, Label, LabelId, LabelState
from comptoir.kernel import ports
from comptoir.kernel.access import Actor


def carry_out_label(*, label_id: LabelId, actor: Actor, now: datetime) -> Label | None:
    """Ask the carrier for a label that was written down, or tell it that one is not wanted after all, and write down
    its answer; None when there is nothing to ask, or somebody is asking just now.

    Network, no transaction. Doing it twice has one effect: the label's id is the key.
    """
    wanted = claim_label(label_id=label_id, actor=actor, now=now)
    if wanted is None:
        return None
    carrier: Carrier = ports.load("carriers", wanted.connector)
    if wanted.state is LabelState.ASKED and wanted.request:
        outcome = carrier.book(key=wanted.id, request=wanted.request)
    else:
        outcome = carrier.withdraw(key=wanted.id, carrier=wanted.carrier, reference=wanted.reference)
    return record_label(label_id=wanted.id, outcome=outcome, actor=actor, now=now)
