"""Whether the books agree, asked of the checks that do not depend on the code that wrote them."""

from datetime import datetime, timedelta

from django.db import connection

from comptoir.kernel.testing import NOON
from comptoir.operations.verify.checks import run_checks


def breaks_now(now: datetime = NOON) -> list[str]:
    """What `comptoir verify` would find, in words. News that waits for its delivery is none of it."""
    connection.ensure_connection()
    found = run_checks(connection.connection, now=now, real_now=now + timedelta(days=1))
    return [words for each in found if each.check.code != "p12_messages" for words in each.breaks]
