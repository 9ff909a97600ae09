from datetime import datetime

from django.db import transaction

from comptoir.domains.stored_value.models import Account as AccountRow
from comptoir.domains.stored_value.permissions import STORED_VALUE_ADJUST
from comptoir.domains.stored_value.queries.codes import code_hashes, key_mark, sealed, unsealed
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch


def renew_codes(*, limit: int, actor: Actor, now: datetime) -> int:
    """Keep up to ``limit`` codes that are under a former key under the present one; returns how many there were.

    Once it returns 0, former keys are needed only for what was issued before codes were sealed. No line of history: the
    code is the same, and so is all that can be told of it.
    """
    actor.must(STORED_VALUE_ADJUST)
    present = key_mark()
    with transaction.atomic(savepoint=False):
        rows = fetch(
            """SELECT id, code_seal FROM stored_value_account WHERE code_seal <> '' AND code_key <> %s
                ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED""",
            [present, limit],
        )
        for id, seal in rows:
            code = unsealed(seal)
            AccountRow.objects.filter(pk=id).update(
                code_hash=code_hashes(code)[0], code_seal=sealed(code), code_key=present
            )
    return len(rows)
