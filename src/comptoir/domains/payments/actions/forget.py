from datetime import datetime

from django.db import transaction

from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute

# Those that are locked just now are forgotten the next time: nobody has to wait for this.
_FORGET = """
UPDATE payments_payment SET source = '' WHERE id IN (
    SELECT id FROM payments_payment WHERE source <> '' AND opened_at < %s
     ORDER BY id LIMIT 5000 FOR NO KEY UPDATE SKIP LOCKED)
"""


def forget_sources(*, before: datetime, actor: Actor, now: datetime) -> int:
    """Forget where payments opened before then were asked for from. Returns how many; not all at once."""
    actor.must(PAYMENTS_RECORD)
    with transaction.atomic(savepoint=False):
        return execute(_FORGET, [before])
