"""What must hold in a shop full of demo data, whoever made it."""

from datetime import timedelta
from pathlib import Path

from django.db import connection

from comptoir.kernel import clock
from comptoir.operations.verify.checks import run_checks
from comptoir.operations.verify.witness import compare_with_bank


def payments_the_bank_knows(home: Path) -> int:
    """How many payments the bank's own books confirm, once every invariant has been found to hold."""
    found = list(run_checks(connection.connection, now=clock.now(), real_now=clock.real_now()))
    assert {each.check.code: each.breaks for each in found if each.breaks} == {}
    # As if a day had passed: nothing counts as still under way.
    compared, breaks = compare_with_bank(connection.connection, home, real_now=clock.real_now() + timedelta(days=1))
    assert breaks == []
    return compared
