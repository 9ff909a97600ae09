"""Counting statements in a real server's log."""

from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from comptoir.operations.bench.statements import commonest, statement_log, statements_in

LOG = """\
comptoir-web|71|LOG:  statement: BEGIN
comptoir-web|71|LOG:  statement: SAVEPOINT "s1"
comptoir-web|71|LOG:  statement: SELECT 1
\t  FROM lines_that_follow
comptoir-web|71|LOG:  execute _pg3_1:\x20
\tSELECT begun
\t  FROM on_the_next_line
comptoir-web|71|LOG:  execute _pg3_0: UPDATE x SET y = 'a: b'
comptoir-web|71|LOG:  execute <unnamed>: COMMIT
comptoir-web|71|LOG:  statement: ROLLBACK TO SAVEPOINT "s1"
comptoir-web|71|LOG:  statement: rollback
comptoir-web|71|LOG:  statement:\x20
comptoir-web|71|LOG:  duration: 0.1 ms
comptoir-worker|72|LOG:  statement: SELECT 2
2026-11-22 12:00:00 UTC [1] LOG:  parameter "log_statement" changed to "all"
"""


def test_savepoints_count_and_begin_and_commit_do_not() -> None:
    assert statements_in(LOG) == [
        'SAVEPOINT "s1"',
        "SELECT 1\n\t  FROM lines_that_follow",
        "SELECT begun\n\t  FROM on_the_next_line",
        "UPDATE x SET y = 'a: b'",
        'ROLLBACK TO SAVEPOINT "s1"',
    ]


def test_the_commonest_count_is_told_and_of_two_the_higher() -> None:
    assert commonest([6, 5, 5, 9]) == 5
    assert commonest([5, 6]) == 6
    assert commonest([]) == 0


@pytest.mark.django_db
def test_a_real_server_is_counted_only_as_long_as_asked() -> None:
    home = Path(settings.COMPTOIR_HOME)
    conninfo = psycopg.conninfo.make_conninfo(
        host=connection.settings_dict["HOST"], dbname=connection.settings_dict["NAME"], user="comptoir"
    )
    with psycopg.connect(conninfo, application_name="comptoir-web") as web, psycopg.connect(conninfo) as other:
        with statement_log(home) as log:
            web.execute("SELECT 'one'")
            other.execute("SELECT 'of another'")
            with web.transaction():
                web.execute("SELECT %s", ["two"])
            web.commit()
            # Other tests may run on the same server.
            ours = [sql for sql in log.taken() if "one" in sql or "$1" in sql or "_pg3_" in sql]
            assert ours == ["SELECT 'one'", 'SAVEPOINT "_pg3_1"', "SELECT $1", 'RELEASE "_pg3_1"']
            assert log.taken() == []
            log_of_before = log
        web.execute("SELECT 'after'")
        assert log_of_before.taken() == []
